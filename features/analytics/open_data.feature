Feature: Figures for everybody give nobody away
  Scenario: A step few cases came to is suppressed
    Given these cases:
      | cases | way                                                    |
      | 30    | Register @clerk, Sign @head after 16 h                 |
      | 12    | Register @clerk, Ask @clerk, Sign @head after 16 h     |
      | 3     | Register @clerk, Inspect @clerk, Sign @head after 16 h |
    When the office publishes its figures
    Then of "Register" 45 cases are published
    And of "Inspect" nothing is published

  Scenario: A lone suppressed figure cannot be reckoned from the others
    Given these cases:
      | cases | way                                                    |
      | 30    | Register @clerk, Sign @head after 16 h                 |
      | 12    | Register @clerk, Ask @clerk, Sign @head after 16 h     |
      | 3     | Register @clerk, Inspect @clerk, Sign @head after 16 h |
    When the office publishes its figures
    Then only the way "Register → Sign" is published

  Scenario: What is suppressed among the ways cannot be reckoned from the steps
    Given these cases:
      | cases | way                                             |
      | 30    | Register @clerk, Sign @head after 16 h          |
      | 12    | Register @clerk, Inspect @clerk                 |
      | 11    | Register @clerk, Ask @clerk, Sign @head         |
      | 2     | Register @clerk, Inspect @clerk, Sign @head     |
      | 9     | Register @clerk, Call @clerk, Sign @head        |
    When the office publishes its figures
    Then of "Inspect" nothing is published
    And of "Register" 64 cases are published
    And of "Ask" 11 cases are published

  Scenario: Smaller groups are refused
    Given these cases:
      | cases | way                                    |
      | 30    | Register @clerk, Sign @head after 16 h |
    When the office wants to publish figures on groups of 5 cases
    Then that is refused, because such figures can be traced to a person
