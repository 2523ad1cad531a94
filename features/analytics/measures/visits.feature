Feature: How many journeys the applicant makes
  Scenario: A procedure at two places
    Given a procedure:
      | step    | channel   | place     | trip | journey | queue  | work   | actor   |
      | Ask     | in person | Town hall | 1    | 60 min  | 20 min | 10 min | citizen |
      | Pay     | in person | Bank      | 1    | 40 min  | 10 min | 5 min  | citizen |
      | Collect | in person | Town hall | 2    | 60 min  | 10 min | 5 min  | citizen |
    When the analyst reads the figure "visits"
    Then the figure is 2

  Scenario: A step nobody has assessed is listed
    Given a procedure:
      | step | channel   | place | trip | journey | actor   | queue | work  |
      | Ask  | in person | Hall  | 1    | 60 min  | citizen | 5 min | 5 min |
      | Wait |           |       |      |         |         |       |       |
    When the analyst reads the figure "visits"
    Then the figure is 1
    And "Wait" is listed as not assessed

  Scenario: Nobody has annotated the procedure
    Given a procedure drawn as "Apply -> Decide"
    When the analyst reads the figure "visits"
    Then nobody has assessed the figure

  Scenario: Somebody comes to the applicant
    Given a procedure:
      | step       | channel   | place | trip | journey | actor    | queue | work  |
      | Ask        | in person | Hall  | 1    | 60 min  | citizen  | 5 min | 5 min |
      | Home visit | in person | Home  |      |         | official | 0 min | 1 h   |
    When the analyst reads the figure "visits"
    Then the figure is 1
    And nothing is listed as not assessed
