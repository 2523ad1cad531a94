Feature: How long work lies before anybody takes it
  Scenario: Work waits in the tray
    Given these cases:
      | cases | way |
      | 2     | Register @clerk for 1 h, Sign @head after 8 h for 30 min |
    When the analyst measures "queue time" by "activity" in "working hours"
    Then half of "Sign" take up to 8

  Scenario: Only completions are recorded
    Given these cases, of which only completions are recorded:
      | cases | way |
      | 2     | Register @clerk for 1 h, Sign @head after 8 h for 30 min |
    When the analyst measures "queue time" by "activity" in "working hours"
    Then "Sign" is unknown, not zero

  Scenario: A log without cases
    Given an empty log
    When the analyst counts "queue time"
    Then the refusal says "no cases"
