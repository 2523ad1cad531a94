Feature: Finding work
  An officer finds a case by its number, its applicant, or any field the procedure lets people search by.

  Background:
    Given an office whose clerks are Aigul, Bek and Ceyla
    And the check of applications is given out by "pull"
    And the cases of "Өмүрбек Жээнбеков", "Асан Үсөнов" and "Гүлнара Бейшеева" have come

  Scenario: By the beginning of a name, without its Kyrgyz letters
    When Aigul looks for "омур"
    Then only the case of "Өмүрбек Жээнбеков" is found

  Scenario: By two words in any order
    When Aigul looks for "усонов АСАН"
    Then only the case of "Асан Үсөнов" is found

  Scenario: By a case number
    When Aigul looks for "case-3"
    Then only the case of "Гүлнара Бейшеева" is found

  Scenario: What no form lets people search by is not found
    When Aigul looks for "urgent"
    Then nothing is found
