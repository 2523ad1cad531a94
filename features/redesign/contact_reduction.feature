Feature: From the counter to the phone
  Scenario: It applies
    Given a procedure:
      | step  | channel   | place | trip | journey | queue  | actor   | norm  |
      | Apply | in person | Hall  | 1    | 57 min  | 20 min | citizen | order |
    When the reformer asks for proposals
    Then "contact reduction" is proposed for "Apply"
    When she makes the proposal
    Then "Apply" is done online
    And the proposal names "The order on tests" as an act to amend

  Scenario: It does not apply
    Given a procedure:
      | step              | channel   | actor   | norm |
      | Take fingerprints | in person | citizen | law  |
    When the reformer asks for proposals
    Then no "contact reduction" is proposed

  Scenario: It can be taken back
    Given a procedure:
      | step  | channel   | place | trip | journey | queue  | actor   | norm  |
      | Apply | in person | Hall  | 1    | 57 min  | 20 min | citizen | order |
    When the reformer asks for proposals
    Then "contact reduction" is proposed for "Apply"
    When she makes the proposal
    And she takes it back
    Then the procedure is as it was, to the last byte
