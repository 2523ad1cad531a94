Feature: What stands out is exposure, not an accusation
  Scenario: Work begun before older work
    Given 10 papers of which the last 2 were signed first
    When the auditor looks at the order of handling
    Then 2 of 10 are said to have been begun before older work

  Scenario: In order
    Given 10 papers signed as they came
    When the auditor looks at the order of handling
    Then none is said to have been begun before older work
    And the upper bound is above zero, for ten papers prove little

  Scenario: One applicant is always faster
    Given 40 applicants with 12 cases each, of whom one is always fast
    When the auditor compares applicants
    Then 1 applicant stands out
    And it is said how many were looked at

  Scenario: Everybody is alike
    Given 40 applicants with 12 cases each, none of them faster
    When the auditor compares applicants
    Then no applicant stands out

  Scenario: Cases of nobody known are said to be so
    Given 40 applicants with 12 cases each, of whom one is always fast
    And of 12 cases the mark of the applicant was erased
    When the auditor compares applicants by their marks
    Then 1 applicant stands out
    And of 12 cases the applicant is said not to be known
