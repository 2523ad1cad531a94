Feature: Drawings of Camunda 8
  Its expressions are FEEL already, so nothing is lost.

  Scenario: Who does a step is understood
    Given a drawing of Camunda 8 in which "Check" is done by "clerks"
    When the file is opened
    Then "Check" is the work of "clerks"

  Scenario: A condition loses only its equals sign
    Given a drawing of Camunda 8 with the condition "=amount > 5"
    When the file is opened
    Then the condition reads "amount > 5"

  Scenario: Everything of the file survives
    Given a drawing of Camunda 8 in which "Check" is done by "clerks"
    When the file is opened
    Then it is given back byte for byte
