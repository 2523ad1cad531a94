Feature: Decisions of one person, as he sees fit
  Scenario: Wide discretion, one decider, face to face
    Given a procedure:
      | step    | channel   | discretion | deciders | norm  |
      | Approve | in person | wide       | one      | order |
    When the analyst looks for findings
    Then "lone decision" is found at "Approve"
    And the finding says "with the applicant at the desk"

  Scenario: Written criteria or a second person
    Given a procedure:
      | step    | discretion | deciders   | norm  |
      | Approve | bounded    | one        | order |
      | Confirm | wide       | commission | order |
    When the analyst looks for findings
    Then no "lone decision" is found

  Scenario: A law gives the decision to one officer
    Given a procedure:
      | step    | discretion | deciders | norm |
      | Approve | wide       | one      | law  |
    When the analyst looks for findings
    Then "lone decision" is found at "Approve"
    And the finding is of low confidence
