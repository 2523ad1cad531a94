Feature: A decision that can be left without a way
  A case for which no condition holds would stop there.

  Scenario: The problem is named
    Given the procedure "([paid] Register / Return) -> File"
    And no way of the decision is the default
    When it is checked
    Then "missing_default_flow" names the decision

  Scenario: A proper drawing is left in peace
    Given the procedure "([paid] Register / Return) -> File"
    When it is checked
    Then "missing_default_flow" has nothing to say

  Scenario: Once mended, nothing is said any more
    Given the procedure "([paid] Register / Return) -> File"
    And no way of the decision is the default
    And the way to "Return" is the default
    When it is checked
    Then "missing_default_flow" has nothing to say
