Feature: A process that does not show where it begins
  A reader must see how a case begins.

  Scenario: The problem is named
    Given the procedure "Register @clerk -> Decide @head"
    And the start is not drawn
    When it is checked
    Then "missing_start_event" names "sketch"

  Scenario: A proper drawing is left in peace
    Given the procedure "Register @clerk -> Decide @head"
    When it is checked
    Then "missing_start_event" has nothing to say

  Scenario: Once mended, nothing is said any more
    Given the procedure "Register @clerk -> Decide @head"
    And the start is not drawn
    And a start is drawn before "Register"
    When it is checked
    Then "missing_start_event" has nothing to say
