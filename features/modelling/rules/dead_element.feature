Feature: A step no case can reach
  It looks like a safeguard, but it is none.

  Scenario: The problem is named
    Given the procedure "Register @clerk -> Decide @head"
    And "Remind" stands in a circle of its own with "Archive"
    When it is checked
    Then "dead_element" names "Remind"

  Scenario: A proper drawing is left in peace
    Given the procedure "Register @clerk -> Decide @head"
    When it is checked
    Then "dead_element" has nothing to say

  Scenario: Once mended, nothing is said any more
    Given the procedure "Register @clerk -> Decide @head"
    And "Remind" stands in a circle of its own with "Archive"
    And "Remind" is deleted with all its arrows
    When it is checked
    Then "dead_element" has nothing to say
