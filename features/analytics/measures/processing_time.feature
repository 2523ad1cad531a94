Feature: How long somebody works on it
  Scenario: Two cases
    Given these cases:
      | cases | way                                                             |
      | 2     | Register @clerk for 1 h, Sign @head after 8 h for 30 min        |
    When the analyst measures "processing time" by "activity" in "minutes"
    Then half of "Sign" take up to 30
    And half of "Register" take up to 60

  Scenario: Only completions are recorded
    Given these cases, of which only completions are recorded:
      | cases | way                                                      |
      | 2     | Register @clerk for 1 h, Sign @head after 8 h for 30 min |
    When the analyst measures "processing time" by "activity" in "minutes"
    Then "Sign" is unknown, not zero

  Scenario: A log without cases
    Given an empty log
    When the analyst measures "processing time" by "activity" in "minutes"
    Then the refusal says "no cases"
