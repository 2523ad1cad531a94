Feature: A message without a name
  Messages are matched by their names.

  Scenario: The problem is named
    Given the procedure "Register -> Decide"
    And the file defines a message without a name
    When it is checked
    Then "unnamed_definition" names "nameless"

  Scenario: A proper drawing is left in peace
    Given the procedure "Register -> Decide"
    And the file defines the message "Paid" as "m1"
    When it is checked
    Then "unnamed_definition" has nothing to say

  Scenario: Once mended, nothing is said any more
    Given the procedure "Register -> Decide"
    And the file defines a message without a name
    And the nameless message is called "Paid"
    When it is checked
    Then "unnamed_definition" has nothing to say
