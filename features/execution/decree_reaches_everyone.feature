Feature: A decree reaches everyone
  What is announced is heard by every case that waits for it at that moment, and by no other.

  Background:
    Given the procedure "Register @clerks -> Wait -> Decide @heads"
    And "Wait" waits for the announcement "new tariff"
    And it is published
    And the cases "P-1" and "P-2" are open

  Scenario: Everybody who waits goes on
    Given "Register" is done in both cases
    When "new tariff" is announced
    Then "Decide" is to be done in "P-1"
    And "Decide" is to be done in "P-2"

  Scenario: Who does not wait yet hears nothing
    When "new tariff" is announced
    Then "Register" is to be done in "P-1"

  Scenario: Another announcement changes nothing
    Given "Register" is done in both cases
    When "new seal" is announced
    Then nothing is to be done in "P-1"
