Feature: Steps nobody would miss
  Scenario: Handing over on practice
    Given a procedure:
      | step    | actor   | channel   | place | trip | journey | queue  | work  | purpose  | norm     |
      | Collect | citizen | in person | Hall  | 2    | 57 min  | 20 min | 5 min | handover | practice |
    When the analyst looks for findings
    Then "redundant step" is found at "Collect"
    And it would save 82 min of the applicant's time

  Scenario: Somebody uses what it issues
    Given a procedure:
      | step   | purpose | issues | asks   | norm     |
      | Number | record  | Number |        | practice |
      | Decide | service |        | Number | order    |
    When the analyst looks for findings
    Then no "redundant step" is found

  Scenario: Any norm excuses
    Given a procedure:
      | step    | purpose  | norm  |
      | Collect | handover | order |
    When the analyst looks for findings
    Then no "redundant step" is found
