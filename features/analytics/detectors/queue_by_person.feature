Feature: Work that only one officer gets
  Scenario: A fixed officer signs everything
    Given a procedure:
      | step         | actor    | assignment | deciders | norm  |
      | Sign extract | official | fixed      | one      | order |
    When the analyst looks for findings
    Then "queue by person" is found at "Sign extract"
    And the finding says "wait for the same officer"

  Scenario: Whoever is free takes it, or a commission decides it
    Given a procedure:
      | step         | actor    | assignment | deciders   | norm  |
      | Sign extract | official | pull       | one        | order |
      | Give plots   | official | fixed      | commission | order |
    When the analyst looks for findings
    Then no "queue by person" is found

  Scenario: Nobody has said how its work is given out
    Given a procedure:
      | step         | actor    | deciders | norm  |
      | Sign extract | official | one      | order |
    When the analyst looks for findings
    Then no "queue by person" is found

  Scenario: A law names the officer
    Given a procedure:
      | step         | actor    | assignment | deciders | norm |
      | Sign extract | official | fixed      | one      | law  |
    When the analyst looks for findings
    Then "queue by person" is found at "Sign extract"
    And the finding is of low confidence
