Feature: How digital a procedure is for the applicant
  Scenario: The lowest step decides
    Given a procedure:
      | step | actor | channel | asks |
      | Apply | citizen | online |  |
      | Collect | citizen | in person |  |
    When the analyst reads the figure "maturity"
    Then the figure is 0

  Scenario: Papers to upload
    Given a procedure:
      | step | actor | channel | asks |
      | Apply | citizen | online | Passport |
    When the analyst reads the figure "maturity"
    Then the figure is 3

  Scenario: Nothing to bring
    Given a procedure:
      | step | actor | channel |
      | Apply | citizen | online |
      | Look up | official | register query |
    When the analyst reads the figure "maturity"
    Then the figure is 4

  Scenario: Nobody has annotated the procedure
    Given a procedure drawn as "Apply -> Decide"
    When the analyst reads the figure "maturity"
    Then nobody has assessed the figure
