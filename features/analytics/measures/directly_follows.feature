Feature: What comes next, and after how long
  Scenario: Two cases
    Given these cases:
      | cases | way                                                      |
      | 2     | Register @clerk for 1 h, Sign @head after 2 h for 30 min |
    When the analyst counts "directly follows"
    Then "Register → Sign" is counted 2 times
    And half of "Register → Sign" take up to 2.5

  Scenario: A case comes back
    Given these cases:
      | cases | way                                    |
      | 1     | Check @clerk, Sign @head, Check @clerk |
    When the analyst counts "directly follows"
    Then "Sign → Check" is counted 1 times

  Scenario: A log without cases
    Given an empty log
    When the analyst counts "directly follows"
    Then the refusal says "no cases"
