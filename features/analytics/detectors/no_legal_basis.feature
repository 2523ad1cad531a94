Feature: Steps that no norm demands
  Scenario: A signature on practice
    Given a procedure:
      | step       | actor    | purpose | norm     | work  |
      | Head signs | official | control | practice | 5 min |
    And it is asked for 120 times a year
    When the analyst looks for findings
    Then "no legal basis" is found at "Head signs"
    And it would save 10 hours a year

  Scenario: A norm of any rank is a basis
    Given a procedure:
      | step       | actor    | purpose | norm            |
      | Head signs | official | control | practice, order |
    When the analyst looks for findings
    Then no "no legal basis" is found

  Scenario: Where nobody has looked, nothing is claimed
    Given a procedure:
      | step       | actor    | purpose |
      | Head signs | official | control |
    When the analyst looks for findings
    Then no "no legal basis" is found
