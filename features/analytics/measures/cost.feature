Feature: What the work on cases costs
  Scenario: An hour and a half at 400
    Given these cases:
      | cases | way |
      | 2     | Register @clerk for 1 h, Sign @head after 8 h for 30 min |
    When the analyst counts the cost at 400 an hour
    Then half of "0001" take up to 600

  Scenario: A rate nobody has named
    Given these cases:
      | cases | way |
      | 2     | Register @clerk for 1 h, Sign @head after 8 h for 30 min |
    When the analyst counts "cost"
    Then "0001" is unknown, not zero

  Scenario: Only completions are recorded
    Given these cases, of which only completions are recorded:
      | cases | way |
      | 2     | Register @clerk for 1 h, Sign @head after 8 h for 30 min |
    When the analyst counts the cost at 400 an hour
    Then "0001" is unknown, not zero

  Scenario: A log without cases
    Given an empty log
    When the analyst counts "cost"
    Then the refusal says "no cases"
