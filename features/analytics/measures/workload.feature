Feature: How much work lies with a desk at once
  Scenario: Two papers lie with the head
    Given these pieces of work on one day:
      | case | step | by | ready | begun | done |
      | 1 | Sign | head | 09:00 | 11:00 | 11:30 |
      | 2 | Sign | head | 09:00 | 11:30 | 12:00 |
    When the analyst counts "workload", groups of any size shown
    Then the most that lay with "head" at once is 2

  Scenario: A desk of one person is not shown
    Given these cases:
      | cases | way |
      | 2     | Register @clerk for 1 h, Sign @head after 8 h for 30 min |
    When the analyst counts "workload"
    Then "head" is not shown, for too few people stand behind it

  Scenario: Nobody recorded who did it
    Given these cases:
      | cases | way |
      | 2     | Register, Sign |
    When the analyst counts "workload", groups of any size shown
    Then "—" is unknown, not zero

  Scenario: A log without cases
    Given an empty log
    When the analyst counts "workload"
    Then the refusal says "no cases"
