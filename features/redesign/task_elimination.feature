Feature: Not doing what nobody needs
  Scenario: It applies
    Given a procedure:
      | step    | actor    | purpose  | norm     |
      | Decide  | official | service  | order    |
      | Collect | citizen  | handover | practice |
    When the reformer asks for proposals
    Then "task elimination" is proposed for "Collect"
    When she makes the proposal
    Then "Collect" is gone

  Scenario: It does not apply
    Given a procedure:
      | step   | purpose | issues | asks   | norm     |
      | Number | record  | Number |        | practice |
      | Decide | service |        | Number | order    |
    When the reformer asks for proposals
    Then no "task elimination" is proposed

  Scenario: It can be taken back
    Given a procedure:
      | step    | actor    | purpose  | norm     |
      | Decide  | official | service  | order    |
      | Collect | citizen  | handover | practice |
    When the reformer asks for proposals
    Then "task elimination" is proposed for "Collect"
    When she makes the proposal
    And she takes it back
    Then the procedure is as it was, to the last byte
