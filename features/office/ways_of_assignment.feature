Feature: How work comes to an officer
  A procedure says how the work of a step is shared among those who may do it.

  Background:
    Given an office whose clerks are Aigul, Bek and Ceyla

  Scenario: Everybody takes what they want, unless the procedure says otherwise
    Given the check of applications is given out by "pull"
    When the case of Asan comes
    Then nobody has the case of Asan

  Scenario: In turn
    Given the check of applications is given out by "roundRobin"
    When the cases of Asan, Olga, Erkin and Gulnara come
    Then they are held by Aigul, Bek, Ceyla and Aigul

  Scenario: To whoever has least to do
    Given the check of applications is given out by "leastLoaded"
    And Aigul has the case of Asan already
    When the case of Olga comes
    Then Bek has the case of Olga

  Scenario: To whoever registered the application
    Given the check of applications is given out by "samePerformer"
    When the case of Asan comes, registered by Ceyla
    Then Ceyla has the case of Asan

  Scenario: To whoever registered the application, unless they may not check it
    Given the check of applications is given out by "samePerformer"
    When the case of Asan comes, registered by Stranger
    Then nobody has the case of Asan

  Scenario: The head gives it out
    Given the check of applications is given out by "headAssigns"
    When the case of Asan comes
    Then Head has the case of Asan
