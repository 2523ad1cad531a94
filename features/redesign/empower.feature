Feature: Who decides signs
  Scenario: It applies
    Given a procedure:
      | step  | office     | actor    | purpose | deciders | issues      | norm     |
      | Write | Specialist | official | service | one      | Certificate | order    |
      | Sign  | Head       | official | control | one      | Certificate | practice |
    When the reformer asks for proposals
    Then "empower" is proposed for "Sign"
    When she makes the proposal
    Then "Sign" is gone

  Scenario: It does not apply
    Given a procedure:
      | step  | office     | actor    | purpose | deciders | issues      | norm  |
      | Write | Specialist | official | service | one      | Certificate | order |
      | Sign  | Head       | official | control | one      | Certificate | law   |
    When the reformer asks for proposals
    Then no "empower" is proposed

  Scenario: It can be taken back
    Given a procedure:
      | step  | office     | actor    | purpose | deciders | issues      | norm     |
      | Write | Specialist | official | service | one      | Certificate | order    |
      | Sign  | Head       | official | control | one      | Certificate | practice |
    When the reformer asks for proposals
    Then "empower" is proposed for "Sign"
    When she makes the proposal
    And she takes it back
    Then the procedure is as it was, to the last byte
