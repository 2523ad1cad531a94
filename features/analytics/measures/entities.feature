Feature: How many offices the applicant deals with
  Scenario: A procedure at two places
    Given a procedure:
      | step    | channel   | place     | trip | journey | queue  | work   | actor   |
      | Ask     | in person | Town hall | 1    | 60 min  | 20 min | 10 min | citizen |
      | Pay     | in person | Bank      | 1    | 40 min  | 10 min | 5 min  | citizen |
      | Collect | in person | Town hall | 2    | 60 min  | 10 min | 5 min  | citizen |
    When the analyst reads the figure "entities"
    Then the figure is 2

  Scenario: A step nobody has assessed is listed
    Given a procedure:
      | step | channel   | place | trip | journey | actor   | queue | work  |
      | Ask  | in person | Hall  | 1    | 60 min  | citizen | 5 min | 5 min |
      | Wait |           |       |      |         |         |       |       |
    When the analyst reads the figure "entities"
    Then the figure is 1
    And "Wait" is listed as not assessed

  Scenario: Nobody has annotated the procedure
    Given a procedure drawn as "Apply -> Decide"
    When the analyst reads the figure "entities"
    Then nobody has assessed the figure

  Scenario: Somebody comes to the applicant, and an office is dealt with from afar
    Given a procedure:
      | step       | channel   | place    | trip | journey | actor    | queue | work  |
      | Apply      | online    | Portal   |      |         | citizen  |       | 5 min |
      | Home visit | in person | Home     |      |         | official | 0 min | 1 h   |
      | Appeal     | post      | Ministry |      |         | citizen  |       | 1 h   |
    When the analyst reads the figure "entities"
    Then the figure is 3
