Feature: What cases end with
  Scenario: All cases alike
    Given these cases:
      | cases | way |
      | 2     | Register @clerk for 1 h, Sign @head after 8 h for 30 min |
    When the analyst counts "end activities"
    Then "Sign" is counted 2 times
    And "Sign" has the share 1

  Scenario: Only completions are recorded
    Given these cases, of which only completions are recorded:
      | cases | way |
      | 2     | Register @clerk for 1 h, Sign @head after 8 h for 30 min |
    When the analyst counts "end activities"
    Then "Sign" is counted 2 times

  Scenario: Work that has not ended
    Given these pieces of work on one day:
      | case | step | by | ready | begun | done |
      | 1 | Take | clerk | 09:00 | 09:00 |  |
    When the analyst counts "end activities"
    Then "—" is unknown, not zero

  Scenario: A log without cases
    Given an empty log
    When the analyst counts "end activities"
    Then the refusal says "no cases"
