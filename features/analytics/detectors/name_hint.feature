Feature: What names suggest when nothing is annotated
  Scenario Outline: A name in the languages of our files
    Given a procedure drawn as "Start -> <name>"
    When the analyst looks for findings
    Then "name hint" is found at "<name>"
    And the finding is of low confidence

    Examples:
      | name                |
      | Візит громадянина   |
      | Принести справку    |
      | Кол коюу            |
      | Head signs          |

  Scenario: A name that hints at nothing
    Given a procedure drawn as "Start -> Decide"
    When the analyst looks for findings
    Then no "name hint" is found

  Scenario: An annotated model needs no hints
    Given a procedure:
      | step       | channel |
      | Head signs | online  |
    When the analyst looks for findings
    Then no "name hint" is found
