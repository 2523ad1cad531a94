Feature: A step without a name
  Officers find their work by its name.

  Scenario: The problem is named
    Given the procedure "Register @clerk -> Decide @head"
    And "Decide" has lost its name
    When it is checked
    Then "label_required" names a step without a name

  Scenario: A proper drawing is left in peace
    Given the procedure "Register @clerk -> Decide @head"
    When it is checked
    Then "label_required" has nothing to say

  Scenario: Once mended, nothing is said any more
    Given the procedure "Register @clerk -> Decide @head"
    And "Decide" has lost its name
    And the step without a name is called "Sign"
    When it is checked
    Then "label_required" has nothing to say
