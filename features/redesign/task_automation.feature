Feature: Writing down is for machines
  Scenario: It applies
    Given a procedure:
      | step   | actor    | channel  | purpose | discretion | work   | norm  |
      | Enter  | official | internal | record  | none       | 10 min | order |
      | Decide | official | internal | service | wide       | 10 min | order |
    When the reformer asks for proposals
    Then "task automation" is proposed for "Enter"
    When she makes the proposal
    Then a service does "Enter"

  Scenario: It does not apply
    Given a procedure:
      | step   | actor    | channel  | purpose | discretion | norm  |
      | Enter  | official | internal | record  | bounded    | order |
    When the reformer asks for proposals
    Then no "task automation" is proposed

  Scenario: It can be taken back
    Given a procedure:
      | step   | actor    | channel  | purpose | discretion | work   | norm  |
      | Enter  | official | internal | record  | none       | 10 min | order |
      | Decide | official | internal | service | wide       | 10 min | order |
    When the reformer asks for proposals
    Then "task automation" is proposed for "Enter"
    When she makes the proposal
    And she takes it back
    Then the procedure is as it was, to the last byte
