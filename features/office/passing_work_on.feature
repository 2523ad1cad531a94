Feature: Passing work on
  An officer gives work to a colleague for good, or has a part of it done and gets it back.

  Background:
    Given an office whose clerks are Aigul, Bek and Ceyla
    And the check of applications is given out by "pull"
    And the case of Asan has come
    And Aigul takes the case of Asan

  Scenario: For good, with a reason the colleague reads
    When Aigul passes the case of Asan on to Bek because "you know this street"
    Then Bek has the case of Asan
    And the history says that it was "reassigned" because "you know this street"

  Scenario: Not without a reason
    When Aigul passes the case of Asan on to Bek because ""
    Then it is refused because a reason is missing
    And Aigul has the case of Asan

  Scenario: Not to somebody who may not do it
    When Aigul passes the case of Asan on to Stranger because "please"
    Then it is refused because Stranger is none of them
    And Aigul has the case of Asan

  Scenario: A colleague does a part and hands it back
    Given Aigul has the case of Asan done by Bek because "measure the plot"
    When Bek tries to complete the case of Asan
    Then Bek is told that Aigul completes it
    And Bek hands the case of Asan back
    And Aigul has the case of Asan
