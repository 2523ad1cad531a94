Feature: Steps drawn on top of each other
  What cannot be read is done from memory.

  Scenario: The problem is named
    Given the procedure "Register -> Check -> Decide"
    And the procedure is drawn
    And "Check" is drawn over "Register"
    When it is checked
    Then "overlapping_elements" names "Check"

  Scenario: A proper drawing is left in peace
    Given the procedure "Register -> Check -> Decide"
    And the procedure is drawn
    When it is checked
    Then "overlapping_elements" has nothing to say

  Scenario: Once mended, nothing is said any more
    Given the procedure "Register -> Check -> Decide"
    And the procedure is drawn
    And "Check" is drawn over "Register"
    And its drawing is made anew
    When it is checked
    Then "overlapping_elements" has nothing to say
