Feature: Decisions that never decide
  Background:
    Given a procedure drawn as "Apply @clerk -> Approve @head -> ([approved] Issue @clerk / Refuse @clerk)"
    And "Approve" is a check by one official

  Scenario: Nearly everything passes
    Given these cases:
      | cases | way                                          |
      | 199   | Apply @clerk, Approve @head, Issue @clerk    |
      | 1     | Apply @clerk, Approve @head, Refuse @clerk   |
    When the analyst looks for findings
    Then "rubber stamp" is found at "Approve"
    And the finding says "199 of 200 cases"

  Scenario: One in four is refused
    Given these cases:
      | cases | way                                          |
      | 150   | Apply @clerk, Approve @head, Issue @clerk    |
      | 50    | Apply @clerk, Approve @head, Refuse @clerk   |
    When the analyst looks for findings
    Then no "rubber stamp" is found

  Scenario: Twenty cases prove nothing
    Given these cases:
      | cases | way                                          |
      | 20    | Apply @clerk, Approve @head, Issue @clerk    |
    When the analyst looks for findings
    Then no "rubber stamp" is found

  Scenario: A law demands the decision
    Given a law demands "Approve"
    And these cases:
      | cases | way                                          |
      | 200   | Apply @clerk, Approve @head, Issue @clerk    |
    When the analyst looks for findings
    Then "rubber stamp" is found at "Approve"
    And the finding is of low confidence
