Feature: How often work goes to another desk and straight back
  Scenario: One case comes back
    Given these cases:
      | cases | way |
      | 1     | Check @clerk, Sign @head, Check @clerk |
      | 3     | Check @clerk, Sign @head |
    When the analyst counts "ping pong rate"
    Then "clerk → head → clerk" is counted 1 times
    And "clerk → head → clerk" has the share 0.25

  Scenario: Two steps at the other desk are one stay
    Given these cases:
      | cases | way |
      | 1     | Check @clerk, Read @head, Sign @head, Send @clerk |
    When the analyst counts "ping pong rate"
    Then "clerk → head → clerk" is counted 1 times

  Scenario: Nobody recorded who did it
    Given these cases:
      | cases | way |
      | 2     | Register, Sign |
    When the analyst counts "ping pong rate"
    Then "—" is unknown, not zero

  Scenario: A log without cases
    Given an empty log
    When the analyst counts "ping pong rate"
    Then the refusal says "no cases"
