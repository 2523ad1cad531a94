Feature: Data is asked for that is known already
  What a step asks is named in the shared dictionary, with the register that holds it; so is a field of a form.

  Scenario: The population register holds what the step asks
    Given a procedure:
      | step  | actor   | data                             | norm     |
      | Apply | citizen | ask pin (kg:population-register) | practice |
    When the analyst looks for findings
    Then "once only breach" is found at "Apply"
    And the finding says "the population register already has it"

  Scenario: A form asks what another step reads in a register
    Given a procedure:
      | step  | actor    | fields    | data                              | norm     |
      | Apply | citizen  | pin, note | write wish                        | practice |
      | Check | official |           | read pin (kg:population-register) | practice |
    When the analyst looks for findings
    Then "once only breach" is found at "Apply"
    And the finding says "“pin”"

  Scenario: What the procedure itself writes down was in no register before
    Given a procedure:
      | step  | actor    | data                     | norm     |
      | Apply | citizen  | ask plot                 | practice |
      | Enter | official | write plot (kg:cadastre) | practice |
    When the analyst looks for findings
    Then no "once only breach" is found

  Scenario: Behind a law the finding is unsure
    Given a procedure:
      | step  | actor   | data                             | norm |
      | Apply | citizen | ask pin (kg:population-register) | law  |
    When the analyst looks for findings
    Then "once only breach" is found at "Apply"
    And the finding is of low confidence
