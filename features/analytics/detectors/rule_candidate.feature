Feature: Decisions that written criteria have taken already
  Scenario: An officer decides by an article of the rules
    Given a procedure:
      | step              | actor    | channel  | discretion | criteria           | deciders | norm  | work   |
      | Check entitlement | official | internal | bounded    | Benefits, article 6 | one      | order | 30 min |
    And it is asked for 1000 times a year
    When the analyst looks for findings
    Then "rule candidate" is found at "Check entitlement"
    And the finding says "Benefits, article 6"
    And it would save 500 hours a year

  Scenario: As the officer sees fit, or by a commission, or by a table already
    Given a procedure:
      | step    | actor    | channel  | discretion | criteria  | deciders   | norm  | kind  |
      | Approve | official | internal | wide       | Article 6 | one        | order |       |
      | Vote    | official | internal | bounded    | Article 6 | commission | order |       |
      | Compute | system   | internal | bounded    | Article 6 | system     | order | table |
    When the analyst looks for findings
    Then no "rule candidate" is found

  Scenario: Nobody has written down the criteria
    Given a procedure:
      | step              | actor    | channel  | discretion | deciders | norm  |
      | Check entitlement | official | internal | bounded    | one      | order |
    When the analyst looks for findings
    Then no "rule candidate" is found

  Scenario: A law demands the officer's decision
    Given a procedure:
      | step              | actor    | channel  | discretion | criteria  | deciders | norm |
      | Check entitlement | official | internal | bounded    | Article 6 | one      | law  |
    When the analyst looks for findings
    Then "rule candidate" is found at "Check entitlement"
    And the finding is of low confidence
