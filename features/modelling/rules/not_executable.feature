Feature: Something the engine cannot honour
  It is refused before it is published, never run differently than drawn.

  Scenario: The problem is named
    Given the procedure "Register -> ? payment -> Decide"
    And "payment" is repeated without saying how often
    When it is checked
    Then "not_executable" names "Decide"

  Scenario: A proper drawing is left in peace
    Given the procedure "Register -> ? payment -> Decide"
    When it is checked
    Then "not_executable" has nothing to say

  Scenario: Once mended, nothing is said any more
    Given the procedure "Register -> ? payment -> Decide"
    And "payment" is repeated without saying how often
    And "Decide" is done once
    When it is checked
    Then "not_executable" has nothing to say
