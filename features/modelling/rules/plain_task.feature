Feature: A task of no kind
  The drawing shows a step, nobody gets the work, and the case goes on as if it had been done.

  Scenario: The problem is named
    Given the procedure "Register @clerk -> Decide @head"
    And "Decide" is drawn as a plain box
    When it is checked
    Then "plain_task" names "Decide"

  Scenario: A proper drawing is left in peace
    Given the procedure "Register @clerk -> Decide @head"
    When it is checked
    Then "plain_task" has nothing to say

  Scenario: Once mended, nothing is said any more
    Given the procedure "Register @clerk -> Decide @head"
    And "Decide" is drawn as a plain box
    And "Decide" is done by a service
    When it is checked
    Then "plain_task" has nothing to say

  Scenario: A drawing that is only to be read is excused
    Given the procedure "Register @clerk -> Decide @head"
    And "Decide" is drawn as a plain box
    And the drawing is not meant to be run
    When it is checked
    Then "plain_task" has nothing to say
