Feature: Stop asking for what the state has
  Scenario: It applies
    Given a procedure:
      | step  | asks            | norm  | actor   |
      | Apply | Passport (copy) | order | citizen |
    And these papers:
      | paper    | issued by | held in                |
      | Passport | kg:kyzmat | kg:population-register |
    When the reformer asks for proposals
    Then "once only" is proposed for "Apply"
    When she makes the proposal
    And the analyst reads the figure "documents"
    Then the figure is 0

  Scenario: It does not apply
    Given a procedure:
      | step  | asks        | norm  |
      | Apply | Application | order |
    And these papers:
      | paper       | issued by |
      | Application | applicant |
    When the reformer asks for proposals
    Then no "once only" is proposed

  Scenario: It can be taken back
    Given a procedure:
      | step  | asks            | norm  | actor   |
      | Apply | Passport (copy) | order | citizen |
    And these papers:
      | paper    | issued by | held in                |
      | Passport | kg:kyzmat | kg:population-register |
    When the reformer asks for proposals
    Then "once only" is proposed for "Apply"
    When she makes the proposal
    And she takes it back
    Then the procedure is as it was, to the last byte
