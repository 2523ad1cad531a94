Feature: A condition nobody looks at
  The reader believes that it decides, and it does not.

  Scenario: The problem is named
    Given the procedure "Register -> (Check | Ask) -> Decide"
    And the condition before "Check" is "big"
    When it is checked
    Then "condition_without_effect" names an arrow to "Check"

  Scenario: A proper drawing is left in peace
    Given the procedure "Register -> (Check | Ask) -> Decide"
    When it is checked
    Then "condition_without_effect" has nothing to say

  Scenario: Once mended, nothing is said any more
    Given the procedure "Register -> (Check | Ask) -> Decide"
    And the condition before "Check" is "big"
    And the condition before "Check" is taken away
    When it is checked
    Then "condition_without_effect" has nothing to say
