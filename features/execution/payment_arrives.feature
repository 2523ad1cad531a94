Feature: A message finds its case
  A payment belongs to one case; it is never given to another, and it is not lost when it comes too early.

  Background:
    Given the procedure "Register @clerks -> ? payment -> Issue @clerks"
    And it is published
    And the cases "P-1" and "P-2" are open

  Scenario: It comes when it is waited for
    Given "Register" is done in both cases
    When the message "payment" comes for "P-2"
    Then "Issue" is to be done in "P-2"
    And nothing is to be done in "P-1"

  Scenario: It comes early
    When the message "payment" comes for "P-1"
    And "Register" is done in both cases
    Then "Issue" is to be done in "P-1"
    And nothing is to be done in "P-2"

  Scenario: It does not say for whom
    Given "Register" is done in both cases
    When the message "payment" comes without a name
    Then it is refused, and given to nobody
