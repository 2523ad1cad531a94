Feature: Side by side instead of one after another
  Scenario: It applies
    Given a procedure:
      | step        | office  | purpose | asks   | issues  | wait    |
      | Fire        | Fire    | control | Design | Opinion | 30 days |
      | Environment | Ecology | control | Design | Report  | 20 days |
    When the reformer asks for proposals
    Then "parallelism" is proposed for "Fire, Environment"
    When she makes the proposal
    Then "Fire" and "Environment" run side by side
    When the analyst reads the figure "lead time"
    Then the figure is 30

  Scenario: It does not apply
    Given a procedure:
      | step        | office  | purpose | asks            | issues  | wait    |
      | Fire        | Fire    | control | Design          | Opinion | 30 days |
      | Environment | Ecology | control | Design, Opinion | Report  | 20 days |
    When the reformer asks for proposals
    Then no "parallelism" is proposed

  Scenario: It can be taken back
    Given a procedure:
      | step        | office  | purpose | asks   | issues  | wait    |
      | Fire        | Fire    | control | Design | Opinion | 30 days |
      | Environment | Ecology | control | Design | Report  | 20 days |
    When the reformer asks for proposals
    Then "parallelism" is proposed for "Fire, Environment"
    When she makes the proposal
    And she takes it back
    Then the procedure is as it was, to the last byte
