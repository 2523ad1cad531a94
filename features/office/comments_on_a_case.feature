Feature: Comments on a case
  Colleagues speak about a case among themselves, and to the applicant; the two are never mixed up.

  Background:
    Given a town hall where Aigul decides about shops

  Scenario: Whom it is for must be said
    When Aigul writes "Is the plan signed?" without saying for whom
    Then the comment is not kept, and she is asked for whom it is

  Scenario: A colleague is mentioned
    When Aigul writes "Please look, @bek" for the office
    Then Bek finds it among what mentions him
    And it is marked as seen by the office only

  Scenario: A slip is put right
    Given Aigul has written "Frist wording" for the office
    When she changes it to "First wording"
    Then colleagues read "First wording"
    And an auditor also reads "Frist wording"
