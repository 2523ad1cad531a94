Feature: Waiting for the first of one
  There is nothing to choose.

  Scenario: The problem is named
    Given the procedure "Register -> Decide"
    And the first of 1 events is waited for
    When it is checked
    Then "event_gateway_without_choice" names "First"

  Scenario: A proper drawing is left in peace
    Given the procedure "Register -> Decide"
    And the first of 2 events is waited for
    When it is checked
    Then "event_gateway_without_choice" has nothing to say

  Scenario: Once mended, nothing is said any more
    Given the procedure "Register -> Decide"
    And the first of 1 events is waited for
    And a second event is waited for
    When it is checked
    Then "event_gateway_without_choice" has nothing to say
