Feature: One decision, many signatures
  Scenario: The head signs what the specialist has issued
    Given a procedure:
      | step   | office     | actor    | purpose | deciders | issues      | norm     | work  | wait  |
      | Write  | Specialist | official | service | one      | Certificate | order    | 20 min|       |
      | Sign   | Head       | official | control | one      | Certificate | practice | 5 min | 1 day |
    When the analyst looks for findings
    Then "serial signatures" is found at "Write, Sign"
    And it would save 1 day until the result

  Scenario: Three approvals in a row
    Given a procedure:
      | step    | office  | actor    | purpose | deciders | norm  |
      | Lawyer  | Lawyers | official | control | one      | order |
      | Deputy  | Deputy  | official | control | one      | order |
      | Head    | Head    | official | control | one      | order |
    When the analyst looks for findings
    Then "serial signatures" is found at "Lawyer, Deputy, Head"

  Scenario: A law demands the second signature
    Given a procedure:
      | step   | office     | actor    | purpose | deciders | issues      | norm  |
      | Write  | Specialist | official | service | one      | Certificate | order |
      | Sign   | Head       | official | control | one      | Certificate | law   |
    When the analyst looks for findings
    Then no "serial signatures" is found
