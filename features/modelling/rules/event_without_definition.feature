Feature: An event that waits for nothing
  It never happens, and the case waits for ever.

  Scenario: The problem is named
    Given the procedure "Register -> ? payment -> Decide"
    And "payment" does not say what it waits for
    When it is checked
    Then "event_without_definition" names "payment"

  Scenario: A proper drawing is left in peace
    Given the procedure "Register -> ? payment -> Decide"
    When it is checked
    Then "event_without_definition" has nothing to say

  Scenario: Once mended, nothing is said any more
    Given the procedure "Register -> ? payment -> Decide"
    And "payment" does not say what it waits for
    And "payment" is left out, and its arrows lead on
    When it is checked
    Then "event_without_definition" has nothing to say
