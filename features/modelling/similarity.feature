Feature: What several procedures have in common
  The same check done by three offices is a check too many twice. Procedures are compared by what
  their steps are called, whatever the order of the words and their endings.

  Scenario: The same check in two procedures is found
    Given the drawing "Register -> Check the family register -> Pay" called "allowance"
    And the drawing "Ask -> Checking of family registers -> Issue" called "certificate"
    When the procedures are compared
    Then "Check the family register" stands in both "allowance" and "certificate"

  Scenario: The same steps one after another are found
    Given the drawing "Проверить план -> Подписать решение -> Выдать разрешение" called "permit"
    And the drawing "Принять -> Проверка плана -> Подписание решения -> Выдача разрешения" called "licence"
    When the procedures are compared
    Then 3 steps in a row are the same in "permit" and "licence"

  Scenario: Procedures that have nothing in common are left in peace
    Given the drawing "Register -> Check plan -> Issue" called "permit"
    And the drawing "Count votes -> Publish result" called "election"
    When the procedures are compared
    Then nothing is the same
