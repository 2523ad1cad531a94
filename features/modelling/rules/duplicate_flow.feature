Feature: Two arrows where one is meant
  Each arrow is taken, so what is behind two of them is done twice.

  Scenario: The problem is named
    Given the procedure "Register @clerk -> Decide @head"
    And an arrow leads from "Register" to "Decide"
    When it is checked
    Then "duplicate_flow" names an arrow to "Decide"

  Scenario: A proper drawing is left in peace
    Given the procedure "Register @clerk -> Decide @head"
    When it is checked
    Then "duplicate_flow" has nothing to say

  Scenario: Once mended, nothing is said any more
    Given the procedure "Register @clerk -> Decide @head"
    And an arrow leads from "Register" to "Decide"
    And the second arrow from "Register" is taken away
    When it is checked
    Then "duplicate_flow" has nothing to say
