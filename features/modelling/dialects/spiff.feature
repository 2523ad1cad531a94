Feature: Drawings of SpiffArena
  Its conditions and scripts are Python, which is never run here.

  Scenario: A condition in Python has to be rewritten
    Given a drawing of SpiffArena with the condition "amount == 5"
    When the file is opened
    Then the report says of the condition that it must be fixed

  Scenario: A condition that reads the same in both languages is left in peace
    Given a drawing of SpiffArena with the condition "amount > 5"
    When the file is opened
    Then the condition reads "amount > 5"
    And the report has nothing to fix

  Scenario: Everything of the file survives
    Given a drawing of SpiffArena with the condition "amount > 5"
    When the file is opened
    Then it is given back byte for byte
