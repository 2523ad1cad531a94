Feature: A call of a procedure in another file
  Alone, the file cannot be published.

  Scenario: The problem is named
    Given the procedure "Register -> Check -> Decide"
    And "Check" calls the procedure "plan_check"
    When it is checked
    Then "called_elsewhere" names "Check"

  Scenario: A proper drawing is left in peace
    Given the procedure "Register -> Check -> Decide"
    When it is checked
    Then "called_elsewhere" has nothing to say

  Scenario: Once mended, nothing is said any more
    Given the procedure "Register -> Check -> Decide"
    And "Check" calls the procedure "plan_check"
    And the procedure "plan_check" stands in the same file
    When it is checked
    Then "called_elsewhere" has nothing to say
