Feature: Cases rest and go on
  A case, a procedure or a service is stopped for a while; what comes meanwhile is not lost.

  Background:
    Given the procedure "Register @clerks -> Decide @heads"
    And it is published
    And a case has come to "Register"

  Scenario: A case rests
    When the case is suspended because of "a court order"
    Then "Register" is refused because the case is suspended
    And the history tells that the case was suspended because of "a court order"

  Scenario: It goes on where it stood
    Given the case is suspended because of "a court order"
    When the case is resumed
    And "Register" is done
    Then the heads have "Decide" to do

  Scenario: A procedure rests with its cases
    When the procedure is suspended with its cases
    Then no new case can be started
    And "Register" is refused because the case is suspended

  Scenario: The procedure goes on
    Given the procedure is suspended with its cases
    When the procedure is resumed
    And "Register" is done
    Then the heads have "Decide" to do
