Feature: A burden no law is named for
  What no norm demands may be left out.

  Scenario: The problem is named
    Given the procedure "Register @clerk -> Decide @head"
    And "Register" is done in person
    When it is checked
    Then "missing_legal_basis" names "Register"

  Scenario: A proper drawing is left in peace
    Given the procedure "Register @clerk -> Decide @head"
    When it is checked
    Then "missing_legal_basis" has nothing to say

  Scenario: Once mended, nothing is said any more
    Given the procedure "Register @clerk -> Decide @head"
    And "Register" is done in person
    And "Register" rests on the law "Res. 886, item 9"
    When it is checked
    Then "missing_legal_basis" has nothing to say
