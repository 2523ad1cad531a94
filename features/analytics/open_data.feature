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

  Scenario: Smaller groups are refused
    Given these cases:
      | cases | way                                    |
      | 30    | Register @clerk, Sign @head after 16 h |
    When the office wants to publish figures on groups of 5 cases
    Then that is refused, because such figures can be traced to a person
