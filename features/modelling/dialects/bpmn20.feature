Feature: Drawings of the standard
  A file that keeps to the standard needs no vendor to be understood.

  Scenario: Who does a step is understood
    Given a drawing of plain BPMN in which "Check" is done by "clerks"
    When the file is opened
    Then "Check" is the work of "clerks"

  Scenario: Nothing is said of vendors
    Given a drawing of plain BPMN in which "Check" is done by "clerks"
    When the file is opened
    Then it is not read as "camunda7"

  Scenario: Everything of the file survives
    Given a drawing of plain BPMN in which "Check" is done by "clerks"
    When the file is opened
    Then it is given back byte for byte
