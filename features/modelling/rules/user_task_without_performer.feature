Feature: A step nobody is named for
  Its work would lie in nobody's inbox.

  Scenario: The problem is named
    Given the procedure "Register @clerk -> Decide"
    And nothing else is said
    When it is checked
    Then "user_task_without_performer" names "Decide"

  Scenario: A proper drawing is left in peace
    Given the procedure "Register @clerk -> Decide @head"
    When it is checked
    Then "user_task_without_performer" has nothing to say

  Scenario: Once mended, nothing is said any more
    Given the procedure "Register @clerk -> Decide"
    And nothing else is said
    And "Decide" is done by a service
    When it is checked
    Then "user_task_without_performer" has nothing to say
