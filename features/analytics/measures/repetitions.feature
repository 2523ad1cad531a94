Feature: Work done again after something else
  Scenario: A case comes back
    Given these cases:
      | cases | way |
      | 1     | Check @clerk, Sign @head, Check @clerk |
      | 3     | Check @clerk, Sign @head |
    When the analyst counts "repetitions"
    Then "Check" is counted 1 times

  Scenario: Twice in a row is no repetition
    Given these cases:
      | cases | way |
      | 1     | Check @clerk, Check @clerk, Sign @head |
    When the analyst counts "repetitions"
    Then nothing is counted

  Scenario: A log without cases
    Given an empty log
    When the analyst counts "repetitions"
    Then the refusal says "no cases"
