Feature: A loop that leaves work behind
  Each round adds one more copy of what follows.

  Scenario: The problem is named
    Given the procedure "Register -> (Check | Ask) -> Decide"
    And an arrow leads from "Ask" to "Register"
    When it is checked
    Then "unbounded" names a place

  Scenario: A proper drawing is left in peace
    Given the procedure "Register -> (Check)*[not(complete)] -> Decide"
    When it is checked
    Then "unbounded" has nothing to say

  Scenario: Once mended, nothing is said any more
    Given the procedure "Register -> (Check | Ask) -> Decide"
    And an arrow leads from "Ask" to "Register"
    And the second arrow from "Ask" is taken away
    When it is checked
    Then "unbounded" has nothing to say
