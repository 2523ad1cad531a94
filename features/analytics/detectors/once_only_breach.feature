Feature: The state asks for what it already has
  Scenario: A passport the population register holds
    Given a procedure:
      | step  | asks            | norm     |
      | Apply | Passport (copy) | practice |
    And these papers:
      | paper    | issued by | held in                |
      | Passport | kg:kyzmat | kg:population-register |
    When the analyst looks for findings
    Then "once only breach" is found at "Apply"
    And the finding says "the population register already has it"
    And it would save 1 paper in a case

  Scenario: What the applicant writes is no breach
    Given a procedure:
      | step  | asks        | norm     |
      | Apply | Application | practice |
    And these papers:
      | paper       | issued by |
      | Application | applicant |
    When the analyst looks for findings
    Then no "once only breach" is found

  Scenario: Behind a law the finding is unsure, and can be set aside
    Given a procedure:
      | step  | asks     | norm |
      | Apply | Passport | law  |
    And these papers:
      | paper    | issued by | held in                |
      | Passport | kg:kyzmat | kg:population-register |
    When the analyst looks for findings
    Then "once only breach" is found at "Apply"
    And the finding is of low confidence
    When she sets the finding aside with a reason
    Then it is kept apart from the others
