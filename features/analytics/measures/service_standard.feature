Feature: How many cases keep the term
  Scenario: All in time
    Given these cases:
      | cases | way |
      | 2     | Register @clerk for 1 h, Sign @head after 8 h for 30 min |
    When the analyst counts the cases within 3 working days
    Then "all" is counted 2 times
    And "all" has the share 1

  Scenario: Some are late
    Given these cases:
      | cases | way |
      | 3     | Register @clerk, Sign @head |
      | 1     | Register @clerk, Sign @head after 80 h |
    When the analyst counts the cases within 3 working days
    Then "all" has the share 0.75

  Scenario: Nobody has said what the term is
    Given these cases:
      | cases | way |
      | 2     | Register @clerk for 1 h, Sign @head after 8 h for 30 min |
    When the analyst counts "service standard"
    Then the refusal says "what the term is"

  Scenario: A log without cases
    Given an empty log
    When the analyst counts "service standard"
    Then the refusal says "no cases"
