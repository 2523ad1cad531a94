Feature: How much of their open hours people were at work
  Scenario: Half of the time
    Given these pieces of work on one day:
      | case | step | by | ready | begun | done |
      | 1 | Sign | head | 09:00 | 09:00 | 10:00 |
      | 2 | Sign | head | 09:00 | 12:00 | 12:30 |
      | 3 | Sign | head | 09:00 | 12:00 | 12:30 |
    When the analyst counts "utilisation", groups of any size shown
    Then "head" has the share 0.4286

  Scenario: A desk of one person is not shown
    Given these cases:
      | cases | way |
      | 2     | Register @clerk for 1 h, Sign @head after 8 h for 30 min |
    When the analyst counts "utilisation"
    Then "head" is not shown, for too few people stand behind it

  Scenario: Nobody recorded who did it
    Given these cases:
      | cases | way |
      | 2     | Register, Sign |
    When the analyst counts "utilisation", groups of any size shown
    Then the refusal says "does not say who worked"

  Scenario: A log without cases
    Given an empty log
    When the analyst counts "utilisation"
    Then the refusal says "no cases"
