Feature: A reference that leads nowhere
  A case that comes to an arrow without an end has nowhere to go.

  Scenario: The problem is named
    Given the procedure "Register @clerk -> Decide @head"
    And the arrow to "Decide" ends nowhere
    When it is checked
    Then "dangling_reference" names the arrow from "Register"

  Scenario: A proper drawing is left in peace
    Given the procedure "Register @clerk -> Decide @head"
    When it is checked
    Then "dangling_reference" has nothing to say

  Scenario: Once mended, nothing is said any more
    Given the procedure "Register @clerk -> Decide @head"
    And the arrow to "Decide" ends nowhere
    And the arrow to "Decide" is connected again
    When it is checked
    Then "dangling_reference" has nothing to say
