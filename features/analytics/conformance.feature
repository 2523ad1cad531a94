Feature: Where cases do not go as the model says
  Each deviation stands at a step of the diagram with the cases it was seen in, so that a reformer can ask whether the
  office is wrong or the drawing.

  Background:
    Given the procedure "Register -> Check -> (Issue / Refuse)"

  Scenario: Cases that go as drawn
    Given these ways that cases went:
      | cases | way                     |
      | 7     | Register, Check, Issue  |
      | 3     | Register, Check, Refuse |
    When the log is compared with the model
    Then 10 of 10 cases go as the model says
    And there is no deviation

  Scenario: A step that is skipped
    Given these ways that cases went:
      | cases | way                    |
      | 7     | Register, Check, Issue |
      | 3     | Register, Issue        |
    When the log is compared with the model
    Then 7 of 10 cases go as the model says
    And "Check" was skipped in 3 cases

  Scenario: A step done where the model does not provide for it, and one it does not know
    Given these ways that cases went:
      | cases | way                                  |
      | 2     | Register, Check, Register, Issue     |
      | 1     | Register, Check, Ask the head, Issue |
    When the log is compared with the model
    Then "Register" was misplaced in 2 cases
    And "Ask the head" was unknown in 1 case, after "Check"

  Scenario: A log of something else
    Given these ways that cases went:
      | cases | way         |
      | 2     | Bake, Eat   |
    When the log is compared with the model
    Then the refusal says "No activity of the log is in the model"
