Feature: A condition that asks for something nobody gives
  A case that comes to the condition cannot be decided, and stops.

  Scenario: The problem is named
    Given the procedure "Register @clerk -> ([aproved] :script Issue / :script Refuse)"
    And "Register" shows the form "application"
    And the form "application" asks for "approved"
    And the script of "Issue" gives "issued"
    And the script of "Refuse" gives "refused"
    When it is checked
    Then "unknown_variable" names the arrow to "Issue"

  Scenario: A proper drawing is left in peace
    Given the procedure "Register @clerk -> ([aproved] :script Issue / :script Refuse)"
    When it is checked
    Then "unknown_variable" has nothing to say

  Scenario: Once mended, nothing is said any more
    Given the procedure "Register @clerk -> ([aproved] :script Issue / :script Refuse)"
    And "Register" shows the form "application"
    And the form "application" asks for "approved"
    And the script of "Issue" gives "issued"
    And the script of "Refuse" gives "refused"
    And the condition before "Issue" is "approved"
    When it is checked
    Then "unknown_variable" has nothing to say
