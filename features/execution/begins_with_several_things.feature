Feature: A case that begins when everything has come
  An application counts from the moment the form and the fee are both there; neither alone is a case.

  Background:
    Given the procedure "Register @clerks"
    And a case begins only with both "application" and "fee"
    And it is published

  Scenario: Only one has come
    When the message "application" comes for "P-1"
    Then the clerks have nothing to do

  Scenario: Both have come
    When the message "fee" comes for "P-1"
    And the message "application" comes for "P-1"
    Then the clerks have "Register" to do 1 times

  Scenario: They belong to different people
    When the message "application" comes for "P-1"
    And the message "fee" comes for "P-2"
    Then the clerks have nothing to do
