Feature: An arrow against an event
  Nothing leads to a beginning, and nothing leads on from an end.

  Scenario: The problem is named
    Given the procedure "Register -> Decide"
    And an arrow leads from "Decide" back to the start
    When it is checked
    Then "flow_against_event" names a place

  Scenario: Going on behind the end is named too
    Given the procedure "Register -> Decide"
    And an arrow leads on from the end to "Register"
    When it is checked
    Then "flow_against_event" names an arrow to "Register"

  Scenario: A proper drawing is left in peace
    Given the procedure "Register -> Decide"
    And an arrow leads from "Decide" to "Register"
    When it is checked
    Then "flow_against_event" has nothing to say

  Scenario: Once mended, nothing is said any more
    Given the procedure "Register -> Decide"
    And an arrow leads from "Decide" back to the start
    And the second arrow from "Decide" is taken away
    When it is checked
    Then "flow_against_event" has nothing to say
