Feature: A duty towards a step that is not there
  People are held apart by the names of steps; a name that leads nowhere holds nobody apart.

  Scenario: The problem is named
    Given the procedure "Check @expert -> Decide @head"
    And "Decide" has to be kept apart from the step "chek"
    When it is checked
    Then "duty_names_no_step" names "Decide"

  Scenario: A proper name is left in peace
    Given the procedure "Check @expert -> Decide @head"
    And "Decide" has to be kept apart from the step "check"
    When it is checked
    Then "duty_names_no_step" has nothing to say

  Scenario: Nobody is bound to themselves
    Given the procedure "Check @expert -> Decide @head"
    And "Decide" has to be kept apart from the step "decide"
    When it is checked
    Then "duty_names_no_step" names "Decide"
