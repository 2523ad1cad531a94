Feature: A gateway that decides nothing
  It costs attention and hides that a branch was removed.

  Scenario: The problem is named
    Given the procedure "Register -> (Check | Ask) -> Decide"
    And "Ask" is left out, and its arrows with it
    When it is checked
    Then "superfluous_gateway" names a gateway

  Scenario: A proper drawing is left in peace
    Given the procedure "Register -> (Check | Ask) -> Decide"
    When it is checked
    Then "superfluous_gateway" has nothing to say

  Scenario: Once mended, nothing is said any more
    Given the procedure "Register -> (Check | Ask) -> Decide"
    And "Ask" is left out, and its arrows with it
    And the gateways are left out
    When it is checked
    Then "superfluous_gateway" has nothing to say
