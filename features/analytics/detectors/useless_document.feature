Feature: Papers nobody reads
  Scenario: A receipt no step looks at
    Given a procedure:
      | step   | issues      | asks    | norm  |
      | Pay    | Receipt     |         | order |
      | Decide | Certificate |         | order |
    And these papers:
      | paper       | final |
      | Certificate | yes   |
      | Receipt     | no    |
    When the analyst looks for findings
    Then "useless document" is found at "Pay"
    And the finding says "“Pay” issues “Receipt”"

  Scenario: The receipt is asked for later
    Given a procedure:
      | step   | issues      | asks    | norm  |
      | Pay    | Receipt     |         | order |
      | Decide | Certificate | Receipt | order |
    And these papers:
      | paper       | final |
      | Certificate | yes   |
    When the analyst looks for findings
    Then no "useless document" is found

  Scenario: A law demands the receipt
    Given a procedure:
      | step | issues  | norm |
      | Pay  | Receipt | law  |
    When the analyst looks for findings
    Then no "useless document" is found
