Feature: How often each activity happens
  Scenario: Two cases
    Given these cases:
      | cases | way                                                             |
      | 2     | Register @clerk for 1 h, Sign @head after 8 h for 30 min        |
    When the analyst counts "frequency"
    Then "Sign" is counted 2 times

  Scenario: Only completions are recorded
    Given these cases, of which only completions are recorded:
      | cases | way                                                      |
      | 2     | Register @clerk for 1 h, Sign @head after 8 h for 30 min |
    When the analyst counts "frequency"
    Then "Sign" is counted 2 times

  Scenario: A log without cases
    Given an empty log
    When the analyst counts "frequency"
    Then the refusal says "no cases"
