Feature: An end that stops what does not run
  Readers look for the work that is cut off, and there is none.

  Scenario: The problem is named
    Given the procedure "Register -> Decide"
    And the end stops everything
    When it is checked
    Then "superfluous_termination" names "end"

  Scenario: A proper drawing is left in peace
    Given the procedure "Register -> (Check | Ask) -> Decide"
    And the end stops everything
    When it is checked
    Then "superfluous_termination" has nothing to say

  Scenario: Once mended, nothing is said any more
    Given the procedure "Register -> Decide"
    And the end stops everything
    And the end is not drawn
    And an end is drawn behind "Decide"
    When it is checked
    Then "superfluous_termination" has nothing to say
