Feature: A fair queue
  Where a procedure says so, cases are given out in the order in which they came, and nobody picks the applicant.

  Background:
    Given an office whose clerks are Aigul, Bek and Ceyla
    And the check of applications is given out by "fairQueue"
    And the cases of Asan, Olga and Erkin have come in this order

  Scenario: Whoever asks gets the oldest case
    When Aigul asks for the next case
    Then Aigul has the case of Asan

  Scenario: Two who ask get two different cases
    When Aigul asks for the next case
    And Bek asks for the next case
    Then Aigul has the case of Asan
    And Bek has the case of Olga

  Scenario: Nobody picks a case
    When Aigul tries to take the case of Erkin
    Then Aigul is told that cases are given out in their order
    And nobody has the case of Erkin

  Scenario: A case that is given back is the oldest again
    Given Aigul asks for the next case
    And Aigul gives the case of Asan back
    When Bek asks for the next case
    Then Bek has the case of Asan
