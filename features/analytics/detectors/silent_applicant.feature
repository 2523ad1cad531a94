Feature: Applicants who hear nothing
  Scenario: Two offices take their time and nobody writes
    Given a procedure:
      | step      | office    | actor    | channel   | wait    |
      | Apply     | Applicant | citizen  | in person |         |
      | Expertise | Office    | official | internal  | 8 days  |
      | Sign      | Office    | official | internal  | 7 days  |
      | Collect   | Applicant | citizen  | in person |         |
    When the analyst looks for findings
    Then "silent applicant" is found at "Apply, Expertise, Sign"
    And the finding says "for 15 working days"

  Scenario: A message comes in between
    Given a procedure:
      | step      | office    | actor    | channel   | wait    | kind    |
      | Apply     | Applicant | citizen  | in person |         |         |
      | Expertise | Office    | official | internal  | 8 days  |         |
      | Tell      | Office    |          |           |         | message |
      | Sign      | Office    | official | internal  | 7 days  |         |
      | Collect   | Applicant | citizen  | in person |         |         |
    When the analyst looks for findings
    Then no "silent applicant" is found

  Scenario: How long the offices take, nobody has said
    Given a procedure:
      | step      | office    | actor    | channel   |
      | Apply     | Applicant | citizen  | in person |
      | Expertise | Office    | official | internal  |
      | Collect   | Applicant | citizen  | in person |
    When the analyst looks for findings
    Then no "silent applicant" is found

  Scenario: Cases in which nothing was said for weeks
    Given a procedure:
      | step      | office    | actor    | channel   |
      | Apply     | Applicant | citizen  | in person |
      | Expertise | Office    | official | internal  |
      | Collect   | Applicant | citizen  | in person |
    And these cases:
      | cases | way                                     |
      | 6     | Apply, Expertise after 12 days, Collect    |
      | 4     | Apply, Expertise after 1 day, Collect     |
    When the analyst looks for findings
    Then "silent applicant" is found at "Apply"
    And the finding says "In 6 of 10 cases"

  Scenario: Cases whose messages are not recorded
    Given a procedure:
      | step      | office    | actor    | channel   | kind    |
      | Apply     | Applicant | citizen  | in person |         |
      | Expertise | Office    | official | internal  |         |
      | Tell      | Office    |          |           | message |
    And these cases:
      | cases | way                                     |
      | 10    | Apply, Expertise after 12 days             |
    When the analyst looks for findings
    Then no "silent applicant" is found
