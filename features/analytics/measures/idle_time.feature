Feature: How long nobody works on a case
  Scenario: One step after the other
    Given these pieces of work on one day:
      | case | step | by | ready | begun | done |
      | 1 | Take | clerk | 09:00 | 09:00 | 10:00 |
      | 1 | Sign | head | 10:00 | 11:00 | 11:30 |
    When the analyst measures "idle time" by "log" in "minutes"
    Then half of "all" take up to 60

  Scenario: Two steps side by side
    Given these pieces of work on one day:
      | case | step | by | ready | begun | done |
      | 1 | Take | clerk | 09:00 | 09:00 | 11:00 |
      | 1 | Ask | clerk | 09:00 | 09:30 | 10:00 |
      | 1 | Sign | head | 10:00 | 11:15 | 11:30 |
    When the analyst measures "idle time" by "log" in "minutes"
    Then half of "all" take up to 15

  Scenario: Only completions are recorded
    Given these cases, of which only completions are recorded:
      | cases | way |
      | 2     | Register @clerk for 1 h, Sign @head after 8 h for 30 min |
    When the analyst measures "idle time" by "log" in "minutes"
    Then "all" is unknown, not zero

  Scenario: A log without cases
    Given an empty log
    When the analyst counts "idle time"
    Then the refusal says "no cases"
