Feature: Work that piles up until Friday
  Scenario: All papers of the week are signed on Friday afternoon
    Given the head signs 20 papers a week, all on Friday afternoon
    When the analyst looks for findings
    Then "batching" is found at "Sign"
    And the finding says "typically 20 cases at a time"

  Scenario: Each paper is signed as it comes
    Given the head signs 20 papers a week, each as it comes
    When the analyst looks for findings
    Then no "batching" is found

  Scenario: Too few to tell
    Given the head signs 4 papers a week, all on Friday afternoon
    When the analyst looks for findings
    Then no "batching" is found
