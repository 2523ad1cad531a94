Feature: How many cases are refused
  Scenario: One in four
    Given these cases:
      | cases | way |
      | 3     | Register @clerk, Grant @head |
      | 1     | Register @clerk, Refuse @head |
    When the analyst counts the refusals by the step "Refuse"
    Then "—" is counted 1 times
    And "—" has the share 0.25

  Scenario: Nobody was refused
    Given these cases:
      | cases | way |
      | 2     | Register @clerk for 1 h, Sign @head after 8 h for 30 min |
    When the analyst counts the refusals by the step "Refuse"
    Then nothing is counted

  Scenario: Nobody has said what a refusal is
    Given these cases:
      | cases | way |
      | 2     | Register @clerk for 1 h, Sign @head after 8 h for 30 min |
    When the analyst counts "refusals"
    Then the refusal says "what a refusal is"

  Scenario: A log without cases
    Given an empty log
    When the analyst counts "refusals"
    Then the refusal says "no cases"
