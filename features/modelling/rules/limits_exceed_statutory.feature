Feature: Deadlines that cannot add up
  Every officer can be in time and the case still be late.

  Scenario: The problem is named
    Given the procedure "Register @clerk -> Decide @head"
    And the procedure may take "P2D"
    And "Register" may take "P1D"
    And "Decide" may take "P2D"
    When it is checked
    Then "limits_exceed_statutory" names "sketch"

  Scenario: A proper drawing is left in peace
    Given the procedure "Register @clerk -> Decide @head"
    When it is checked
    Then "limits_exceed_statutory" has nothing to say

  Scenario: Once mended, nothing is said any more
    Given the procedure "Register @clerk -> Decide @head"
    And the procedure may take "P2D"
    And "Register" may take "P1D"
    And "Decide" may take "P2D"
    And "Decide" may take "P1D"
    When it is checked
    Then "limits_exceed_statutory" has nothing to say
