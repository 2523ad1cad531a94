Feature: A step done twice by the same case
  Two decisions and two letters follow.

  Scenario: The problem is named
    Given the procedure "(Check plan | Check parcel) -> Decide"
    And the branches are joined by a gateway that waits for one
    When it is checked
    Then "lack_of_synchronisation" names "Decide"

  Scenario: A proper drawing is left in peace
    Given the procedure "(Check plan | Check parcel) -> Decide"
    When it is checked
    Then "lack_of_synchronisation" has nothing to say

  Scenario: Once mended, nothing is said any more
    Given the procedure "(Check plan | Check parcel) -> Decide"
    And the branches are joined by a gateway that waits for one
    And the branches are joined by a gateway that waits for all
    When it is checked
    Then "lack_of_synchronisation" has nothing to say
