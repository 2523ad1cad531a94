Feature: A case that waits for ever
  It stays open and silent while the applicant waits.

  Scenario: The problem is named
    Given the procedure "([plan] Check plan / Check parcel) -> Decide"
    And the branches are joined by a gateway that waits for all
    When it is checked
    Then "unsound" names a gateway

  Scenario: A proper drawing is left in peace
    Given the procedure "([plan] Check plan / Check parcel) -> Decide"
    When it is checked
    Then "unsound" has nothing to say

  Scenario: Once mended, nothing is said any more
    Given the procedure "([plan] Check plan / Check parcel) -> Decide"
    And the branches are joined by a gateway that waits for all
    And the branches are joined by a gateway that waits for one
    When it is checked
    Then "unsound" has nothing to say
