Feature: Cases that take longer than was promised
  Scenario: Most cases are over the limit of the step
    Given a procedure:
      | step   | actor    | term   |
      | Decide | official | 5 days |
    And these cases:
      | cases | way                                  |
      | 18    | Register @clerk, Decide @head after 9 days |
      | 2     | Register @clerk, Decide @head after 1 day  |
    When the analyst looks for findings
    Then "run time drift" is found at "Decide"
    And the finding says "has a limit of 5 working days; half of 20 times"
    And the finding is of high confidence

  Scenario: Most cases are in time
    Given a procedure:
      | step   | actor    | term   |
      | Decide | official | 5 days |
    And these cases:
      | cases | way                                        |
      | 5     | Register @clerk, Decide @head after 9 days |
      | 15    | Register @clerk, Decide @head after 1 day  |
    When the analyst looks for findings
    Then no "run time drift" is found

  Scenario: The whole procedure is over the term of the law
    Given a procedure:
      | step   | actor    |
      | Decide | official |
    And the law gives it 5 working days
    And these cases:
      | cases | way                                        |
      | 20    | Register @clerk, Decide @head after 9 days |
    When the analyst looks for findings
    Then "run time drift" is found in the cases
    And the finding says "The procedure promises 5 working days"

  Scenario: Nothing was promised, and a handful of cases proves nothing
    Given a procedure:
      | step     | actor    | term   |
      | Register | official |        |
      | Decide   | official | 5 days |
    And these cases:
      | cases | way                                                     |
      | 5     | Register @clerk after 30 days, Decide @head after 9 days |
    When the analyst looks for findings
    Then no "run time drift" is found
