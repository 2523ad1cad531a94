Feature: A finding can be opened into its cases and its counter-cases
  Scenario: The cases of a decision that never decides, and the one it did
    Given a procedure drawn as "Apply @clerk -> Approve @head -> ([approved] Issue @clerk / Refuse @clerk)"
    And "Approve" is a check by one official
    And these cases:
      | cases | way                                        |
      | 199   | Apply @clerk, Approve @head, Issue @clerk  |
      | 1     | Apply @clerk, Approve @head, Refuse @clerk |
    When the analyst looks for findings
    Then "rubber stamp" is found at "Approve"
    And 199 cases bear the finding out, all of them with "Issue"
    And 1 case speaks against it, with "Refuse"

  Scenario: Cases that came back to a desk, and those that did not
    Given these cases:
      | cases | way                                   |
      | 6     | Check @clerk, Sign @head, Send @clerk |
      | 4     | Check @clerk, Send @clerk             |
    When the analyst looks for findings
    Then "ping pong" is found in the cases
    And 6 cases bear the finding out, all of them with "Sign"
    And 4 cases speak against it, with "Send"

  Scenario: A finding of the model alone has no cases to open
    Given a procedure:
      | step    | office     | purpose | norm     | work   |
      | Check   | Specialist | control | order    | 20 min |
      | Number  | Registry   | record  | practice | 5 min  |
      | Decide  | Specialist | service | order    | 20 min |
    When the analyst looks for findings
    Then "ping pong" is found at "Check, Number, Decide"
    And no case stands behind the finding
