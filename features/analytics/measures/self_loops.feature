Feature: Work done again at once
  Scenario: Three checks in a row are one loop
    Given these cases:
      | cases | way |
      | 1     | Check @clerk, Check @clerk, Check @clerk, Sign @head |
    When the analyst counts "self loops"
    Then "Check" is counted 1 times

  Scenario: Coming back later is no self-loop
    Given these cases:
      | cases | way |
      | 1     | Check @clerk, Sign @head, Check @clerk |
      | 3     | Check @clerk, Sign @head |
    When the analyst counts "self loops"
    Then nothing is counted

  Scenario: A log without cases
    Given an empty log
    When the analyst counts "self loops"
    Then the refusal says "no cases"
