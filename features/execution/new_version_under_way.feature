Feature: Cases go on in a new version
  The law changes while cases are open; nobody starts anew.

  Background:
    Given the procedure "Register @clerks -> Check @experts -> Decide @heads"
    And it is published
    And a case has come to "Check"

  Scenario: A step is dropped that lies ahead
    Given the new version "Register @clerks -> Check @experts -> Notify @clerks"
    When the cases are taken to the new version
    And "Check" is done
    Then the clerks have "Notify" to do
    And the history stands

  Scenario: The step where the case stands is gone
    Given the new version "Register @clerks -> Decide @heads"
    When the migration is rehearsed
    Then the case cannot go on in it because of "Check"
    And the experts have "Check" to do

  Scenario: It was a mistake
    Given the new version "Register @clerks -> Check @experts -> Notify @clerks"
    And the cases are taken to the new version
    When the migration is undone
    And "Check" is done
    Then the heads have "Decide" to do
