Feature: Where is my case
  Whoever applied sees how far it is, who must act, by when and how to object; without an account.

  Background:
    Given a town hall where Aigul decides about shops
    And an application of Asan with its number and code

  Scenario: The office is at work
    When Asan looks where his case is
    Then he reads that the office must act
    And nothing of what was entered stands there

  Scenario: A message and a letter reach the applicant, and nothing else
    Given Aigul writes "Bring the plan" to the applicant and "He is rude" to the office
    When Asan looks where his case is
    Then he reads "Bring the plan" and not "He is rude"

  Scenario: A refusal says why and how to object
    Given Aigul has refused it because "Article 12: there is no plot"
    When Asan looks where his case is
    Then he reads "Article 12: there is no plot" and to whom he may appeal

  Scenario: Somebody who guesses learns nothing
    When somebody tries the number with other codes
    Then they learn nothing, and are slowed down
