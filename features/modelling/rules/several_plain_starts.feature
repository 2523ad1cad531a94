Feature: Two beginnings without a reason
  Nobody can tell at which of them a case begins.

  Scenario: The problem is named
    Given the procedure "Register -> Decide"
    And another plain start leads to "Decide"
    When it is checked
    Then "several_plain_starts" names "Other"

  Scenario: A proper drawing is left in peace
    Given the procedure "Register -> Decide"
    When it is checked
    Then "several_plain_starts" has nothing to say

  Scenario: Once mended, nothing is said any more
    Given the procedure "Register -> Decide"
    And another plain start leads to "Decide"
    And the other start is set off by a time
    When it is checked
    Then "several_plain_starts" has nothing to say
