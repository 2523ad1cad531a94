Feature: A beginning where there is no order
  Where a person chooses what to do next, a start promises an order nobody keeps.

  Scenario: The problem is named
    Given the procedure "Register -> Decide"
    And two steps may be done in any order
    And among them stands a start
    When it is checked
    Then "adhoc_with_start_or_end" names "Go"

  Scenario: A proper drawing is left in peace
    Given the procedure "Register -> Decide"
    And two steps may be done in any order
    When it is checked
    Then "adhoc_with_start_or_end" has nothing to say

  Scenario: Once mended, nothing is said any more
    Given the procedure "Register -> Decide"
    And two steps may be done in any order
    And among them stands a start
    And the start among them is deleted
    When it is checked
    Then "adhoc_with_start_or_end" has nothing to say
