Feature: A condition that cannot be read
  The case that comes to it stops with an incident.

  Scenario: The problem is named
    Given the procedure "([paid] Register / Return)"
    And the condition before "Register" is "amount == 5 && paid"
    When it is checked
    Then "condition_does_not_parse" names the arrow to "Register"

  Scenario: A proper drawing is left in peace
    Given the procedure "([paid] Register / Return)"
    When it is checked
    Then "condition_does_not_parse" has nothing to say

  Scenario: Once mended, nothing is said any more
    Given the procedure "([paid] Register / Return)"
    And the condition before "Register" is "amount == 5 && paid"
    And the condition before "Register" is "amount = 5 and paid"
    When it is checked
    Then "condition_does_not_parse" has nothing to say
