Feature: A step the picture does not show
  What is done and what people see must be one procedure.

  Scenario: The problem is named
    Given the procedure "Register -> Check -> Decide"
    And the procedure is drawn
    And the drawing of "Check" is lost
    When it is checked
    Then "not_drawn" names "Check"

  Scenario: A proper drawing is left in peace
    Given the procedure "Register -> Check -> Decide"
    And the procedure is drawn
    When it is checked
    Then "not_drawn" has nothing to say

  Scenario: Once mended, nothing is said any more
    Given the procedure "Register -> Check -> Decide"
    And the procedure is drawn
    And the drawing of "Check" is lost
    And "Check" is left out, and its arrows lead on
    When it is checked
    Then "not_drawn" has nothing to say
