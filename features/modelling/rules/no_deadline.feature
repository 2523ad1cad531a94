Feature: A procedure without any deadline
  Without a deadline nobody is late, and nobody can complain.

  Scenario: The problem is named
    Given the procedure "Register @clerk -> Decide @head"
    And nothing else is said
    When it is checked
    Then "no_deadline" names "sketch"

  Scenario: A proper drawing is left in peace
    Given the procedure "Register @clerk -> ~ P3D -> Decide @head"
    When it is checked
    Then "no_deadline" has nothing to say

  Scenario: Once mended, nothing is said any more
    Given the procedure "Register @clerk -> Decide @head"
    And nothing else is said
    And the procedure may take "P3D"
    When it is checked
    Then "no_deadline" has nothing to say
