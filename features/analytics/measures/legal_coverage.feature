Feature: How much of a procedure a law demands
  Scenario: One step in two
    Given a procedure:
      | step | channel | norm |
      | Apply | online | law |
      | Stamp | internal | practice |
    When the analyst reads the figure "legal coverage"
    Then the figure is 0.5

  Scenario: A step without an entry is listed
    Given a procedure:
      | step | channel | norm |
      | Apply | online | law |
      | Stamp | internal |  |
    When the analyst reads the figure "legal coverage"
    Then the figure is 1
    And "Stamp" is listed as not assessed

  Scenario: Nobody has annotated the procedure
    Given a procedure drawn as "Apply -> Decide"
    When the analyst reads the figure "legal coverage"
    Then nobody has assessed the figure
