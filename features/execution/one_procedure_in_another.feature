Feature: One procedure in another
  A step may be a procedure of its own, published by its owner; the case waits for it and goes on with what it found.

  Scenario: The case waits for the other procedure
    Given the procedure "Register @clerks -> Check identity -> Issue @clerks"
    And "Check identity" is a procedure of its own: "Look up @registrars"
    And it is published
    And a case has come to "Look up"
    Then the clerks have nothing to do
    And the registrars have "Look up" to do

  Scenario: It goes on with what was found
    Given the procedure "Register @clerks -> Check identity -> Issue @clerks"
    And "Check identity" is a procedure of its own: "Look up @registrars"
    And it is published
    And a case has come to "Look up"
    When these are done
      | step    | result | value |
      | Look up | known  | yes   |
    Then the clerks have "Issue" to do
    And the case knows
      | known | yes |

  Scenario: A procedure nobody has published
    Given the procedure "Register @clerks -> Check identity -> Issue @clerks"
    And "Check identity" is a procedure nobody has published
    When it is published
    Then it is refused because of "Check identity"
