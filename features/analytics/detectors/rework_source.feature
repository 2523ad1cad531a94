Feature: Work done again
  Scenario: Checking sends the application back
    Given these cases:
      | cases | way                                                          |
      | 10    | Register @clerk, Check @head, Register @clerk, Check @head   |
      | 30    | Register @clerk, Check @head                                 |
    When the analyst looks for findings
    Then "rework source" is found at "Register"
    And the finding says "In 10 of 40 cases “Register” is done again, mostly after “Check”"

  Scenario: Everything is done once
    Given these cases:
      | cases | way                          |
      | 40    | Register @clerk, Check @head |
    When the analyst looks for findings
    Then no "rework source" is found

  Scenario: Two cases in a hundred are an exception
    Given these cases:
      | cases | way                                           |
      | 2     | Register @clerk, Check @head, Register @clerk |
      | 98    | Register @clerk, Check @head                  |
    When the analyst looks for findings
    Then no "rework source" is found
