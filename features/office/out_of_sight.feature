Feature: Work put off until a day
  What waits for others is out of sight until its day, and is not forgotten.

  Background:
    Given an office whose clerks are Aigul, Bek and Ceyla
    And the check of applications is given out by "pull"
    And the case of Asan has come
    And Aigul takes the case of Asan

  Scenario: It is put off
    When Aigul puts the case of Asan off for 3 days
    Then the case of Asan is not in Aigul's work
    And the case of Asan is among what Aigul waits for

  Scenario: Its day comes
    Given Aigul puts the case of Asan off for 3 days
    When 4 days go by
    Then the case of Asan is in Aigul's work

  Scenario: It is taken up again before
    Given Aigul puts the case of Asan off for 3 days
    When Aigul takes the case of Asan up again
    Then the case of Asan is in Aigul's work

  Scenario: Only who has it puts it off
    When Bek puts the case of Asan off for 3 days
    Then it is refused because Bek does not have it
