Feature: Offices without a deadline
  Scenario: An official's step without a term
    Given a procedure:
      | step      | actor    | norm  |
      | Expertise | official | order |
    When the analyst looks for findings
    Then "no deadline" is found at "Expertise"

  Scenario: A term is there, and the applicant needs none
    Given a procedure:
      | step      | office    | actor    | channel  | term    |
      | Prepare   | Applicant | citizen  | internal |         |
      | Expertise | Office    | official | internal | 30 days |
    When the analyst looks for findings
    Then no "no deadline" is found

  Scenario: The terms of the steps together break the term of the law
    Given a procedure:
      | step      | actor    | term    |
      | Fire      | official | 30 days |
      | Expertise | official | 30 days |
    And the law gives it 45 working days
    When the analyst looks for findings
    Then "no deadline" is found at "Fire, Expertise"
    And the finding says "add up to 60 working days"

  Scenario: Within the term of the law
    Given a procedure:
      | step      | actor    | term    |
      | Fire      | official | 30 days |
    And the law gives it 45 working days
    When the analyst looks for findings
    Then no "no deadline" is found
