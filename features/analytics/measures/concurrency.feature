Feature: Which work goes on side by side
  Scenario: Two checks at once
    Given these pieces of work on one day:
      | case | step | by | ready | begun | done |
      | 1 | Check plan | expert | 09:00 | 09:00 | 11:00 |
      | 1 | Check parcel | desk | 09:00 | 10:00 | 10:30 |
    When the analyst counts "concurrency"
    Then "Check parcel ∥ Check plan" is counted 1 times

  Scenario: One after the other
    Given these cases:
      | cases | way |
      | 2     | Register @clerk for 1 h, Sign @head after 8 h for 30 min |
    When the analyst counts "concurrency"
    Then nothing is counted

  Scenario: Only completions are recorded
    Given these cases, of which only completions are recorded:
      | cases | way |
      | 2     | Register @clerk for 1 h, Sign @head after 8 h for 30 min |
    When the analyst counts "concurrency"
    Then "Register ∥ Sign" is unknown, not zero

  Scenario: A log without cases
    Given an empty log
    When the analyst counts "concurrency"
    Then the refusal says "no cases"
