Feature: The same paper asked for again
  Scenario: Three offices ask for the same title
    Given a procedure:
      | step  | asks  | norm  |
      | Water | Title | order |
      | Power | Title | order |
      | Gas   | Title | order |
    When the analyst looks for findings
    Then "asked twice" is found at "Water, Power, Gas"
    And the finding says "3 times"
    And it would save 2 papers in a case

  Scenario: Each office asks for its own paper
    Given a procedure:
      | step  | asks     | norm  |
      | Water | Title    | order |
      | Power | Passport | order |
    When the analyst looks for findings
    Then no "asked twice" is found

  Scenario: A law lets the second office ask
    Given a procedure:
      | step  | asks  | norm  |
      | Water | Title | order |
      | Court | Title | law   |
    When the analyst looks for findings
    Then no "asked twice" is found
