Feature: What share of papers only the applicant has
  Scenario: One of two papers lies in a register
    Given a procedure:
      | step  | asks               |
      | Water | Title, Application |
    And these papers:
      | paper       | issued by | held in  |
      | Title       | cadastre  | cadastre |
      | Application | applicant |          |
    When the analyst reads the figure "once only ratio"
    Then the figure is 0.5

  Scenario: No paper is asked at all
    Given a procedure:
      | step  | channel |
      | Apply | online  |
    When the analyst reads the figure "once only ratio"
    Then nobody has assessed the figure

  Scenario: Nobody has annotated the procedure
    Given a procedure drawn as "Apply -> Decide"
    When the analyst reads the figure "once only ratio"
    Then nobody has assessed the figure
