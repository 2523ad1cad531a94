Feature: Every number can be opened into its cases
  Scenario: The cases in which a step happened
    Given these cases:
      | cases | way                                                              |
      | 20    | Register @clerk after 1 h, Sign @head after 16 h                 |
      | 5     | Register @clerk after 1 h, Ask @clerk after 2 h, Sign @head after 16 h |
    When the reformer opens the number of "Ask"
    Then 5 cases are listed, the longest first
    And each of them waited 2 working hours before "Ask"

  Scenario: A period leaves cases out and says so
    Given these cases:
      | cases | way                                              |
      | 20    | Register @clerk after 1 h, Sign @head after 16 h |
    When the reformer looks at the day before the first case
    Then no case is left
    And 20 cases are said to have "ended after the period"

  Scenario: One way of several
    Given these cases:
      | cases | way                                                                     |
      | 20    | Register @clerk after 1 h, Sign @head after 16 h                        |
      | 5     | Register @clerk after 1 h, Ask @clerk after 2 h, Sign @head after 16 h |
    When the reformer looks at the way "Register → Ask → Sign" only
    Then 5 cases are left
    And 20 cases are said to have "went another way"
