Feature: Minutes of work, weeks of lying
  Scenario: Half an hour of work, thirty days of waiting
    Given a procedure:
      | step       | actor    | work   | wait    | norm  |
      | Conditions | official | 30 min | 30 days | order |
    When the analyst looks for findings
    Then "dead wait" is found at "Conditions"
    And it would save 30 days until the result

  Scenario: The wait is shorter than a day
    Given a procedure:
      | step  | actor    | work  | wait | norm  |
      | Print | official | 5 min | 3 h  | order |
    When the analyst looks for findings
    Then no "dead wait" is found

  Scenario: How long the work takes, nobody has said
    Given a procedure:
      | step       | actor    | wait    | norm  |
      | Conditions | official | 30 days | order |
    When the analyst looks for findings
    Then no "dead wait" is found

  Scenario: Behind a step a law demands it is unsure
    Given a procedure:
      | step       | actor    | work   | wait    | norm |
      | Publish    | official | 30 min | 30 days | law  |
    When the analyst looks for findings
    Then "dead wait" is found at "Publish"
    And the finding is of low confidence
