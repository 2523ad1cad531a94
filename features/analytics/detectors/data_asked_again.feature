Feature: The same data is asked for again
  Scenario: Two offices ask for the same address
    Given a procedure:
      | step  | actor   | data        | norm  |
      | Water | citizen | ask address | order |
      | Power | citizen | ask address | order |
    When the analyst looks for findings
    Then "asked twice" is found at "Water, Power"
    And the finding says "known since “Water”"

  Scenario: What an office has written down is asked for
    Given a procedure:
      | step   | actor    | data       | norm  |
      | Number | official | write plot | order |
      | Apply  | citizen  | ask plot   | order |
    When the analyst looks for findings
    Then "asked twice" is found at "Number, Apply"

  Scenario: The second form only shows what was said
    Given a procedure:
      | step    | actor   | fields          | data        | norm  |
      | Apply   | citizen | address         | ask address | order |
      | Confirm | citizen | address (shown) |             | order |
    When the analyst looks for findings
    Then no "asked twice" is found

  Scenario: A law lets the second office ask
    Given a procedure:
      | step  | actor   | data        | norm  |
      | Water | citizen | ask address | order |
      | Court | citizen | ask address | law   |
    When the analyst looks for findings
    Then no "asked twice" is found
