Feature: A gateway that joins and parts at once
  Whether it waits and what it decides are two questions.

  Scenario: The problem is named
    Given the procedure "Register -> ([exempt] Check / Ask) -> Decide"
    And an arrow leads back from where the ways meet to where they part
    When it is checked
    Then "mixed_gateway" names a gateway

  Scenario: A proper drawing is left in peace
    Given the procedure "Register -> ([exempt] Check / Ask) -> Decide"
    When it is checked
    Then "mixed_gateway" has nothing to say

  Scenario: Once mended, nothing is said any more
    Given the procedure "Register -> ([exempt] Check / Ask) -> Decide"
    And an arrow leads back from where the ways meet to where they part
    And the arrow back is taken away
    When it is checked
    Then "mixed_gateway" has nothing to say
