Feature: Cases that go back and forth
  Scenario: A desk that only stamps a number
    Given a procedure:
      | step    | office     | purpose | norm     | work   |
      | Check   | Specialist | control | order    | 20 min |
      | Number  | Registry   | record  | practice | 5 min  |
      | Decide  | Specialist | service | order    | 20 min |
    When the analyst looks for findings
    Then "ping pong" is found at "Check, Number, Decide"
    And the finding says "only passes it on"

  Scenario: Cases of a log return to the desk they came from
    Given these cases:
      | cases | way                                    |
      | 6     | Check @clerk, Sign @head, Send @clerk  |
      | 4     | Check @clerk, Send @clerk              |
    When the analyst looks for findings
    Then "ping pong" is found in the cases
    And the finding says "In 6 of 10 cases clerk gave the case to head"

  Scenario: A review that decides is none
    Given a procedure:
      | step    | office     | purpose | norm  |
      | Check   | Specialist | control | order |
      | Review  | Lawyer     | control | order |
      | Decide  | Specialist | service | order |
    When the analyst looks for findings
    Then no "ping pong" is found

  Scenario: A law demands the entry
    Given a procedure:
      | step    | office     | purpose | norm  |
      | Check   | Specialist | control | order |
      | Number  | Registry   | record  | law   |
      | Decide  | Specialist | service | order |
    When the analyst looks for findings
    Then no "ping pong" is found
