Feature: One of two pieces of news, or both
  A case may go on with the first piece of news that comes, or only when all of them have come.

  Background:
    Given the procedure "Register @clerks -> Wait -> Decide @heads"

  Scenario: The first one is enough
    Given "Wait" waits for "payment" or "waiver"
    And it is published
    And the cases "P-1" and "P-2" are open
    And "Register" is done in both cases
    When the message "waiver" comes for "P-1"
    Then "Decide" is to be done in "P-1"
    And nothing is to be done in "P-2"

  Scenario: One of two is not enough
    Given "Wait" waits for both "payment" and "consent"
    And it is published
    And the cases "P-1" and "P-2" are open
    And "Register" is done in both cases
    When the message "consent" comes for "P-1"
    Then nothing is to be done in "P-1"

  Scenario: Both have come, the second one first
    Given "Wait" waits for both "payment" and "consent"
    And it is published
    And the cases "P-1" and "P-2" are open
    And "Register" is done in both cases
    And the message "consent" has come for "P-1"
    When the message "payment" comes for "P-1"
    Then "Decide" is to be done in "P-1"
