Feature: Drawings of Camunda 7
  Most public models of the field were drawn for it.

  Scenario: Who does a step is understood
    Given a drawing of Camunda 7 in which "Check" is done by "clerks"
    When the file is opened
    Then "Check" is the work of "clerks"

  Scenario: A condition of another engine is translated
    Given a drawing of Camunda 7 with the condition "${amount > 5 && status == 'open'}"
    When the file is opened
    Then the condition reads "amount > 5 and status = "open""

  Scenario: What calls into Java has to be rewritten
    Given a drawing of Camunda 7 with the condition "${bean.decide(amount)}"
    When the file is opened
    Then the report says of the condition that it must be fixed

  Scenario: Everything of the file survives
    Given a drawing of Camunda 7 in which "Check" is done by "clerks"
    When the file is opened
    Then it is given back byte for byte

  Scenario: Something happens that nobody sees in the drawing
    Given a drawing of Camunda 7 in which a listener works at "Check"
    When it is checked whether it can be run
    Then "Check" is refused because of the listener
