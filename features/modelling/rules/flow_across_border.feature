Feature: An arrow across a border
  Control passes from a part to what comes after it, not from its middle.

  Scenario: The problem is named
    Given the procedure "Register -> Decide"
    And two steps may be done in any order
    And an arrow leads from "Ask" to "Decide"
    When it is checked
    Then "flow_across_border" names the arrow from "Ask"

  Scenario: A proper drawing is left in peace
    Given the procedure "Register -> Decide"
    And two steps may be done in any order
    When it is checked
    Then "flow_across_border" has nothing to say

  Scenario: Once mended, nothing is said any more
    Given the procedure "Register -> Decide"
    And two steps may be done in any order
    And an arrow leads from "Ask" to "Decide"
    And an arrow leads from "Look into it" to "Decide"
    And the first arrow from "Ask" is taken away
    When it is checked
    Then "flow_across_border" has nothing to say
