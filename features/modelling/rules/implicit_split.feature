Feature: Several arrows that leave a step
  All of them are taken, which readers often overlook.

  Scenario: The problem is named
    Given the procedure "Register -> Check -> Decide"
    And an arrow leads from "Register" to "Decide"
    When it is checked
    Then "implicit_split" names "Register"

  Scenario: A proper drawing is left in peace
    Given the procedure "Register -> Check -> Decide"
    When it is checked
    Then "implicit_split" has nothing to say

  Scenario: Once mended, nothing is said any more
    Given the procedure "Register -> Check -> Decide"
    And an arrow leads from "Register" to "Decide"
    And the second arrow from "Register" is taken away
    When it is checked
    Then "implicit_split" has nothing to say
