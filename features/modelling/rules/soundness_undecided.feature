Feature: A model too intricate to be searched through
  That nothing was found then means nothing.

  Scenario: The problem is named
    Given the procedure "(A | B) -> C"
    And nine more ways meet at a gateway that waits for some
    When it is checked
    Then "soundness_undecided" names "sketch"

  Scenario: A proper drawing is left in peace
    Given the procedure "(A | B) -> C"
    When it is checked
    Then "soundness_undecided" has nothing to say

  Scenario: Once mended, nothing is said any more
    Given the procedure "(A | B) -> C"
    And nine more ways meet at a gateway that waits for some
    And the branches are joined by a gateway that waits for all
    When it is checked
    Then "soundness_undecided" has nothing to say
