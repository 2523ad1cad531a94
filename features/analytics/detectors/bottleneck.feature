Feature: Where cases wait
  Scenario: Most of the waiting lies before one activity
    Given these cases:
      | cases | way                                                           |
      | 20    | Register @clerk after 1 h, Sign @head after 8 h, Send @clerk  |
    When the analyst looks for findings
    Then "bottleneck" is found in the cases
    And the finding says "89 % of all waiting lies before “Sign”"
    And the finding says "more than 8.0 working hours"

  Scenario: Waiting is spread
    Given these cases:
      | cases | way                                                                     |
      | 20    | Register after 1 h, Check after 1 h, Sign after 1 h, Send after 1 h     |
    When the analyst looks for findings
    Then no "bottleneck" is found

  Scenario: A log that cannot tell waiting from working
    Given these cases, of which only completions are recorded:
      | cases | way                                 |
      | 20    | Register @clerk, Sign @head after 8 h |
    When the analyst looks for findings
    Then no "bottleneck" is found
