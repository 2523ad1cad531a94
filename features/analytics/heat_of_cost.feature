Feature: What each step costs the office, on the diagram
  Scenario: Every lane has a rate
    Given these cases:
      | cases | way                                                      |
      | 3     | Register @clerk for 1 h, Sign @head after 8 h for 30 min |
      | 1     | Register @clerk for 1 h                                  |
    And a procedure:
      | step     | office | rate |
      | Register | Clerk  | 300  |
      | Sign     | Head   | 800  |
    When the reformer looks at the heat of cost
    Then "Register" costs 300 in an average case
    And "Sign" costs 300 in an average case

  Scenario: A lane without a rate is unknown, not free
    Given these cases:
      | cases | way                                                      |
      | 4     | Register @clerk for 1 h, Sign @head after 8 h for 30 min |
    And a procedure:
      | step     | office | rate |
      | Register | Clerk  | 300  |
      | Sign     | Head   |      |
    When the reformer looks at the heat of cost
    Then "Register" costs 300 in an average case
    And nobody knows what "Sign" costs

  Scenario: When work began is not recorded
    Given these cases, of which only completions are recorded:
      | cases | way                                                      |
      | 4     | Register @clerk for 1 h, Sign @head after 8 h for 30 min |
    And a procedure:
      | step     | office | rate |
      | Register | Clerk  | 300  |
      | Sign     | Head   | 800  |
    When the reformer looks at the heat of cost
    Then nobody knows what "Register" costs
    And nobody knows what "Sign" costs
