Feature: A process that does not show where it ends
  A finished case must be told from a forgotten one.

  Scenario: The problem is named
    Given the procedure "Register @clerk -> Decide @head"
    And the end is not drawn
    When it is checked
    Then "missing_end_event" names "sketch"

  Scenario: A proper drawing is left in peace
    Given the procedure "Register @clerk -> Decide @head"
    When it is checked
    Then "missing_end_event" has nothing to say

  Scenario: Once mended, nothing is said any more
    Given the procedure "Register @clerk -> Decide @head"
    And the end is not drawn
    And an end is drawn behind "Decide"
    When it is checked
    Then "missing_end_event" has nothing to say
