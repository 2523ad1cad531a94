Feature: What cases start with
  Scenario: All cases alike
    Given these cases:
      | cases | way |
      | 2     | Register @clerk for 1 h, Sign @head after 8 h for 30 min |
    When the analyst counts "start activities"
    Then "Register" is counted 2 times
    And "Register" has the share 1

  Scenario: Only completions are recorded
    Given these cases, of which only completions are recorded:
      | cases | way |
      | 2     | Register @clerk for 1 h, Sign @head after 8 h for 30 min |
    When the analyst counts "start activities"
    Then "Register" is counted 2 times

  Scenario: Work that has not ended
    Given these pieces of work on one day:
      | case | step | by | ready | begun | done |
      | 1 | Take | clerk | 09:00 | 09:00 |  |
    When the analyst counts "start activities"
    Then "—" is unknown, not zero

  Scenario: A log without cases
    Given an empty log
    When the analyst counts "start activities"
    Then the refusal says "no cases"
