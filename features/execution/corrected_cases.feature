Feature: Cases are set right by hand
  What went wrong is corrected in the open: who did it and why stays in the history.

  Background:
    Given the procedure "Register @clerks -> Check @experts -> Decide @heads"
    And it is published
    And a case has come to "Check"

  Scenario: A step is skipped
    When the head moves the case from "Check" to "Decide" because "checked on paper"
    Then the heads have "Decide" to do
    And the experts have nothing to do
    And the history tells that the case was moved because of "checked on paper"

  Scenario: The case goes back
    When the head takes the case back to "Register" because "wrong form"
    Then the clerks have "Register" to do
    And the experts have nothing to do

  Scenario: There is nothing to move
    When the head moves the case from "Decide" to "Register" because "impatience"
    Then the head is told that nothing stands at "Decide"
    And the experts have "Check" to do
