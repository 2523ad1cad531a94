Feature: Several arrows that meet at a step
  A step where arrows meet is done once for each of them.

  Scenario: The problem is named
    Given the procedure "Register -> (Check | Ask) -> Decide"
    And an arrow leads from "Register" to "Ask"
    When it is checked
    Then "fake_join" names "Ask"

  Scenario: A proper drawing is left in peace
    Given the procedure "Register -> (Check | Ask) -> Decide"
    When it is checked
    Then "fake_join" has nothing to say

  Scenario: Once mended, nothing is said any more
    Given the procedure "Register -> (Check | Ask) -> Decide"
    And an arrow leads from "Register" to "Ask"
    And the second arrow from "Register" is taken away
    When it is checked
    Then "fake_join" has nothing to say
