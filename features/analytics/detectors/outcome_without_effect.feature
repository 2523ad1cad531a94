Feature: Checks nothing depends on
  Background:
    Given a procedure drawn as "Apply @clerk -> Check @head -> Register @clerk -> Issue @clerk"
    And "Check" is a check by one official

  Scenario: Whatever the check found, all cases went on alike
    Given these cases:
      | cases | way                                                         |
      | 60    | Apply @clerk, Check @head, Register @clerk, Issue @clerk    |
    When the analyst looks for findings
    Then "outcome without effect" is found at "Check"
    And the finding says "all 60 cases went on alike"

  Scenario: Some cases were sent back after the check
    Given these cases:
      | cases | way                                                                                  |
      | 55    | Apply @clerk, Check @head, Register @clerk, Issue @clerk                             |
      | 5     | Apply @clerk, Check @head, Apply @clerk, Check @head, Register @clerk, Issue @clerk  |
    When the analyst looks for findings
    Then no "outcome without effect" is found

  Scenario: Twenty cases in which nothing happened prove nothing
    Given these cases:
      | cases | way                                                         |
      | 20    | Apply @clerk, Check @head, Register @clerk, Issue @clerk    |
    When the analyst looks for findings
    Then no "outcome without effect" is found

  Scenario: A law demands the check without effect
    Given a law demands "Check"
    And these cases:
      | cases | way                                                         |
      | 60    | Apply @clerk, Check @head, Register @clerk, Issue @clerk    |
    When the analyst looks for findings
    Then "outcome without effect" is found at "Check"
    And the finding is of low confidence
