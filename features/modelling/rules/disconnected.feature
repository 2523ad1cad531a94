Feature: A step nothing leads to
  Work that no arrow leads to is never done.

  Scenario: The problem is named
    Given the procedure "Register @clerk -> Decide @head"
    And no arrow leads to "Decide"
    When it is checked
    Then "disconnected" names "Decide"

  Scenario: A proper drawing is left in peace
    Given the procedure "Register @clerk -> Decide @head"
    When it is checked
    Then "disconnected" has nothing to say

  Scenario: Once mended, nothing is said any more
    Given the procedure "Register @clerk -> Decide @head"
    And no arrow leads to "Decide"
    And an arrow leads from "Register" to "Decide"
    When it is checked
    Then "disconnected" has nothing to say
