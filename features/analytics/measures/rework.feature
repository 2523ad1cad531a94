Feature: Work done again
  Scenario: Two cases
    Given these cases:
      | cases | way                                                             |
      | 2     | Register @clerk for 1 h, Sign @head after 8 h for 30 min        |
    When the analyst counts "rework"
    Then nothing is counted

  Scenario: Only completions are recorded
    Given these cases, of which only completions are recorded:
      | cases | way                                                      |
      | 2     | Register @clerk for 1 h, Sign @head after 8 h for 30 min |
    When the analyst counts "rework"
    Then nothing is counted

  Scenario: A log without cases
    Given an empty log
    When the analyst counts "rework"
    Then the refusal says "no cases"

  Scenario: One case does it again
    Given these cases:
      | cases | way                                          |
      | 1     | Register @clerk, Check @head, Register @clerk |
    When the analyst counts "rework"
    Then "Register" is counted 1 times
