Feature: One name for two messages
  Events that refer to the one and to the other look alike.

  Scenario: The problem is named
    Given the procedure "Register -> Decide"
    And the file defines the message "Paid" as "m1, m2"
    When it is checked
    Then "doubled_definition" names "Paid"

  Scenario: A proper drawing is left in peace
    Given the procedure "Register -> Decide"
    And the file defines the message "Paid" as "m1"
    When it is checked
    Then "doubled_definition" has nothing to say

  Scenario: Once mended, nothing is said any more
    Given the procedure "Register -> Decide"
    And the file defines the message "Paid" as "m1, m2"
    And the second definition is called "Paid in cash"
    When it is checked
    Then "doubled_definition" has nothing to say
