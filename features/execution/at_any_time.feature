Feature: At any time
  Some things may happen at any time while a case runs: they are dealt with beside it, or instead of it.

  Background:
    Given the procedure "Register @clerks -> Decide @heads"

  Scenario: A question is answered beside the case
    Given at any time a "question" brings "Answer" to the lawyers
    And it is published
    And the cases "P-1" and "P-2" are open
    When the message "question" comes for "P-1"
    Then the lawyers have "Answer" to do once
    And the clerks have "Register" to do 2 times

  Scenario: Two questions are two answers
    Given at any time a "question" brings "Answer" to the lawyers
    And it is published
    And the cases "P-1" and "P-2" are open
    And the message "question" has come for "P-1"
    When the message "question" comes for "P-1"
    Then the lawyers have "Answer" to do 2 times

  Scenario: A withdrawal stops everything else
    Given at any time a "withdrawal" stops everything and brings "Return papers" to the clerks
    And it is published
    And the cases "P-1" and "P-2" are open
    When the message "withdrawal" comes for "P-1"
    Then "Return papers" is to be done in "P-1"
    And "Register" is to be done in "P-2"
