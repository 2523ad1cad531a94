Feature: Drawings of Activiti and Flowable
  Many models of municipalities were drawn there years ago.

  Scenario: Who does a step is understood
    Given a drawing of Activiti in which "Check" is done by "clerks"
    When the file is opened
    Then "Check" is the work of "clerks"

  Scenario: A condition of another engine is translated
    Given a drawing of Activiti with the condition "#{not late and fee ge 5}"
    When the file is opened
    Then the condition reads "not(late = true) and fee >= 5"

  Scenario: Everything of the file survives
    Given a drawing of Activiti in which "Check" is done by "clerks"
    When the file is opened
    Then it is given back byte for byte
