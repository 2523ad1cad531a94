Feature: How much of the offices' work has a term
  Scenario: One step in two
    Given a procedure:
      | step | actor | channel | term |
      | Check | official | internal | 3 days |
      | Sign | official | internal |  |
    When the analyst reads the figure "limit coverage"
    Then the figure is 0.5

  Scenario: The applicant's own steps need none
    Given a procedure:
      | step | actor | channel | term |
      | Apply | citizen | online |  |
      | Sign | official | internal | 1 day |
    When the analyst reads the figure "limit coverage"
    Then the figure is 1

  Scenario: Nobody has annotated the procedure
    Given a procedure drawn as "Apply -> Decide"
    When the analyst reads the figure "limit coverage"
    Then nobody has assessed the figure
