Feature: From the first event of a case to its last
  Scenario: Two cases
    Given these cases:
      | cases | way                                                             |
      | 2     | Register @clerk for 1 h, Sign @head after 8 h for 30 min        |
    When the analyst measures "throughput time" by "log" in "working hours"
    Then half of "all" take up to 9.5

  Scenario: Only completions are recorded
    Given these cases, of which only completions are recorded:
      | cases | way                                                      |
      | 2     | Register @clerk for 1 h, Sign @head after 8 h for 30 min |
    When the analyst measures "throughput time" by "log" in "working hours"
    Then half of "all" take up to 8.5

  Scenario: A log without cases
    Given an empty log
    When the analyst measures "throughput time" by "log" in "working hours"
    Then the refusal says "no cases"
