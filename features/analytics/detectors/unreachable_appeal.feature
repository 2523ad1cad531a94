Feature: Refusals nobody can appeal
  Scenario: A case ends as refused and nobody is told
    Given a refusal after "Examine" that nobody is told of
    When the analyst looks for findings
    Then "unreachable appeal" is found at "Refused"
    And the finding says "without a notice, and nothing says where to appeal"
    And the finding is of high confidence

  Scenario: The refusal is sent, and the procedure says where to appeal
    Given a refusal after "Examine" that is sent, with "Appeals commission" to appeal to
    When the analyst looks for findings
    Then no "unreachable appeal" is found

  Scenario: There is an appeal, but the applicant does not learn of the refusal
    Given a refusal after "Examine" that nobody is told of, with "Appeals commission" to appeal to
    When the analyst looks for findings
    Then "unreachable appeal" is found at "Refused"
    And the finding says "without a notice to the applicant"

  Scenario: Nobody has described the procedure
    Given a procedure drawn as "Apply @clerk -> ([granted] Issue @clerk / Refuse @clerk)"
    When the analyst looks for findings
    Then no "unreachable appeal" is found
