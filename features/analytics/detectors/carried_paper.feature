Feature: The applicant as the state's messenger
  Scenario: One office writes an opinion, the next asks the applicant for it
    Given a procedure:
      | step      | office      | asks    | issues  | norm  |
      | Fire      | Fire office |         | Opinion | order |
      | Expertise | Expertise   | Opinion |         | order |
    And these papers:
      | paper   | issued by |
      | Opinion | kg:fire   |
    When the analyst looks for findings
    Then "carried paper" is found at "Fire, Expertise"
    And the finding says "carries “Opinion” from “Fire” to “Expertise”"

  Scenario: The office reads it itself
    Given a procedure:
      | step      | office      | reads   | issues  | norm  |
      | Fire      | Fire office |         | Opinion | order |
      | Expertise | Expertise   | Opinion |         | order |
    When the analyst looks for findings
    Then no "carried paper" is found

  Scenario: What a hired designer drew is the applicant's own
    Given a procedure:
      | step      | office    | actor       | asks   | issues | norm  |
      | Design    | Designer  | third party |        | Design | order |
      | Expertise | Expertise | official    | Design |        | order |
    And these papers:
      | paper  | issued by  |
      | Design | thirdParty |
    When the analyst looks for findings
    Then no "carried paper" is found

  Scenario: Behind a law the finding is unsure
    Given a procedure:
      | step      | office      | asks    | issues  | norm  |
      | Fire      | Fire office |         | Opinion | order |
      | Expertise | Expertise   | Opinion |         | law   |
    And these papers:
      | paper   | issued by |
      | Opinion | kg:fire   |
    When the analyst looks for findings
    Then "carried paper" is found at "Fire, Expertise"
    And the finding is of low confidence
