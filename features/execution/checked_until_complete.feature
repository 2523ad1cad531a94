Feature: A step is repeated until it is right
  Documents come back as often as something is missing; every round is in the history.

  Background:
    Given the procedure "Register @clerks -> (Check documents @clerks)*[missing] -> Decide @heads"
    And it is published
    And a case has come to "Check documents"

  Scenario: Everything is there
    When "Check documents" is done with "missing" false
    Then the heads have "Decide" to do

  Scenario: Something is missing twice
    When "Check documents" is done with "missing" true
    And "Check documents" is done with "missing" true
    And "Check documents" is done with "missing" false
    Then the heads have "Decide" to do
    And "Check documents" was completed 3 times

  Scenario: The case is withdrawn in the second round
    Given "Check documents" is done with "missing" true
    When the case is withdrawn
    Then nobody has anything to do
    And "Check documents" was completed 1 times
