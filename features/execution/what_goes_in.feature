Feature: What goes into a step and what comes out of it
  A step may be given only what it needs, and give back only what is asked for. The analyst writes it beside the
  step, in the words of the case on one side and of the step on the other.

  Background:
    Given the procedure "Register @clerks -> Check identity -> Issue @clerks"

  Scenario: Only what is asked for comes back
    Given "Check identity" is a procedure of its own: "Look up @registrars"
    And out of "Check identity" comes "known" as "identity_known"
    And it is published
    And a case has come to "Look up"
    When these are done
      | step    | result | value |
      | Look up | known  | yes   |
    Then the case knows
      | identity_known | yes |
    And the case does not know "known"

  Scenario: What is worked out on the way in is there inside
    Given "Check identity" is a procedure of its own: "Look up @registrars"
    And into "Check identity" goes "not(minor)" as "adult"
    And out of "Check identity" comes "adult" as "may_sign"
    And it is published
    And a case with nothing known
    And "Register" is done with "minor" false
    When "Look up" is done
    Then the case knows
      | may_sign | yes |

  Scenario: Nothing is said, so everything is passed
    Given "Check identity" is a procedure of its own: "Look up @registrars"
    And it is published
    And a case has come to "Look up"
    When these are done
      | step    | result | value |
      | Look up | known  | yes   |
    Then the case knows
      | known | yes |

  Scenario: A value without a name is refused before anybody misses it
    Given into "Issue" goes "owner" under no name
    When it is published
    Then it is refused because of "Issue"
