Feature: Copies of the state's own papers
  Scenario: A notarised copy of a title the cadastre holds
    Given a procedure:
      | step  | asks               | norm     |
      | Apply | Title (notarised)  | practice |
    And these papers:
      | paper | issued by   | held in     |
      | Title | kg:cadastre | kg:cadastre |
    When the analyst looks for findings
    Then "needless certification" is found at "Apply"
    And the finding says "a notarised copy of “Title”"

  Scenario: A copy of a private contract may be needed
    Given a procedure:
      | step  | asks            | norm     |
      | Apply | Contract (copy) | practice |
    And these papers:
      | paper    | issued by |
      | Contract | applicant |
    When the analyst looks for findings
    Then no "needless certification" is found

  Scenario: A law names the copy
    Given a procedure:
      | step  | asks         | norm |
      | Apply | Title (copy) | law  |
    And these papers:
      | paper | issued by   | held in     |
      | Title | kg:cadastre | kg:cadastre |
    When the analyst looks for findings
    Then no "needless certification" is found
