Feature: A form that is not in the file
  The officer would find nothing to fill.

  Scenario: The problem is named
    Given the procedure "Register @clerk -> Decide @head"
    And "Decide" shows the form "decision"
    When it is checked
    Then "form_missing" names "Decide"

  Scenario: A proper drawing is left in peace
    Given the procedure "Register @clerk -> Decide @head"
    When it is checked
    Then "form_missing" has nothing to say

  Scenario: Once mended, nothing is said any more
    Given the procedure "Register @clerk -> Decide @head"
    And "Decide" shows the form "decision"
    And the form "decision" asks for "approved"
    When it is checked
    Then "form_missing" has nothing to say
