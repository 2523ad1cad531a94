Feature: Persons are forgotten in time
  What is kept too long is erased; the numbers and the proof stay.

  Background:
    Given the procedure "Register @clerks -> Decide @heads"
    And it is published
    And persons are forgotten 30 days after a case has ended

  Scenario: The time is over
    Given the case of "Asanova" is done to its end
    When 31 days pass and what is kept too long is put away
    Then nothing of "Asanova" is left in the case
    And the history stands

  Scenario: The time is not over
    Given the case of "Asanova" is done to its end
    When 29 days pass and what is kept too long is put away
    Then "Asanova" can still be read in the case

  Scenario: The case is still open
    Given the case of "Asanova" is open
    When 31 days pass and what is kept too long is put away
    Then "Asanova" can still be read in the case
