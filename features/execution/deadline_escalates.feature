Feature: A deadline escalates
  What is not done in time comes before somebody else, and stays with the one who owes it.

  Background:
    Given the procedure "Register @clerks -> Decide @experts -> Notify @clerks"
    And "Decide" is watched: after 2 working days "Remind the head" comes to the heads
    And it is published
    And a case has come to "Decide" on Monday morning

  Scenario: The days pass
    When 3 days pass
    Then the heads have "Remind the head" to do
    And the experts have "Decide" to do

  Scenario: It is done in time
    Given "Decide" is done
    When 3 days pass
    Then the heads have nothing to do
    And the clerks have "Notify" to do

  Scenario: The clock looks twice
    Given 3 days have passed
    When the clock looks again
    Then the heads have "Remind the head" to do once
