Feature: A case of each procedure is played to its end
  The models of the library are not drawings only: they are run by people, forms and clocks.

  Scenario Outline: It is granted
    Given a case of "<code>", as it <how>, in which "<what happens>"
    When people, post and clock do their part
    Then it ends with "<end>"

    Examples:
      | code     | how      | what happens                      | end                                |
      | kg-id    | is       | A new card in twelve days         | New card in hand                   |
      | kg-land  | could be | Drawn in public                   | Electronic act issued              |
      | kg-st1   | could be | Issued from the profile           | Certificate issued                 |
      | kg-birth | could be | Everything in one event           | Registered, everything in one event |

  Scenario Outline: It is refused, with the reason and the way to appeal
    Given a case of "<code>", as it <how>, in which "<what happens>"
    When people, post and clock do their part
    Then it ends with "Refused, told why and where to appeal"

    Examples:
      | code        | how      | what happens                         |
      | kg-title    | is       | Refused because of a pledge          |
      | kg-car      | could be | Fines are open                       |
      | kg-uibulogo | could be | Income above the line                |

  Scenario Outline: Nobody decides in time
    Given a case of "<code>", as it <how>, in which "<what happens>"
    When people, post and clock do their part
    Then the head has been told of the delay
    And it ends with "<end>"

    Examples:
      | code        | how      | what happens            | end                             |
      | kg-ie       | is       | The tax office is late  | Registered, certificate in hand |
      | nl-omgeving | is       | The municipality is late | Permit is final                |
      | kg-llc      | could be | The registrar is late   | Company can work                |
