Feature: Checks in the wrong order
  Scenario: The dear check that refuses hardly anybody comes first
    Given checks in a row:
      | step   | work   | refused | norm  |
      | Survey | 240 min | 2 %    | order |
      | Debts  | 6 min  | 20 %    | order |
    When the analyst looks for findings
    Then "knock out order" is found at "Survey, Debts"
    And the finding says "“Debts”, “Survey”"

  Scenario: The cheap check that refuses most comes first
    Given checks in a row:
      | step   | work    | refused | norm  |
      | Debts  | 6 min   | 20 %    | order |
      | Survey | 240 min | 2 %     | order |
    When the analyst looks for findings
    Then no "knock out order" is found

  Scenario: The second check needs the paper of the first
    Given checks in a row:
      | step   | work    | refused | norm  | issues | asks |
      | Survey | 240 min | 2 %     | order | Plan   |      |
      | Debts  | 6 min   | 20 %    | order |        | Plan |
    When the analyst looks for findings
    Then no "knock out order" is found

  Scenario: How many they refuse, nobody has said
    Given checks in a row:
      | step   | work    | norm  |
      | Survey | 240 min | order |
      | Debts  | 6 min   | order |
    When the analyst looks for findings
    Then no "knock out order" is found

  Scenario: A log says how many they refuse, and a law demands one
    Given checks in a row:
      | step   | work    | norm  |
      | Survey | 240 min | law   |
      | Debts  | 6 min   | order |
    And these cases:
      | cases | way                  |
      | 40    | Survey, Debts, Issue |
      | 10    | Survey, Debts        |
      | 1     | Survey               |
    When the analyst looks for findings
    Then "knock out order" is found at "Survey, Debts"
    And the finding is of low confidence
