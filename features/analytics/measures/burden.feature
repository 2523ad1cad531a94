Feature: What it costs all applicants in a year
  Scenario: A real procedure
    Given the procedure "kg-spravka" of the library
    When the analyst reads the figure "burden"
    Then the figure is 3672000

  Scenario: How often it is asked for, nobody has said
    Given a procedure:
      | step | actor   | work   |
      | Ask  | citizen | 10 min |
    When the analyst reads the figure "burden"
    Then nobody has assessed the figure

  Scenario: Nobody has annotated the procedure
    Given a procedure drawn as "Apply -> Decide"
    When the analyst reads the figure "burden"
    Then nobody has assessed the figure
