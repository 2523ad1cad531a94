Feature: Papers the applicant is asked for
  Scenario: A paper asked twice is brought twice
    Given a procedure:
      | step  | asks               |
      | Water | Title, Application |
      | Power | Title              |
    When the analyst reads the figure "documents"
    Then the figure is 3

  Scenario: Annotated steps that ask for nothing
    Given a procedure:
      | step  | channel |
      | Apply | online  |
    When the analyst reads the figure "documents"
    Then the figure is 0

  Scenario: Nobody has annotated the procedure
    Given a procedure drawn as "Apply -> Decide"
    When the analyst reads the figure "documents"
    Then nobody has assessed the figure
