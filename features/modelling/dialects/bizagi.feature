Feature: Drawings of Bizagi
  Administrations draw in it; the drawing is complete, only the vendor's own notes mean nothing here.

  Scenario: The vendor's notes are named
    Given a drawing of Bizagi
    When the file is opened
    Then the report says that notes of "Bizagi" have no meaning here

  Scenario: A note that names who does a step is taken over
    Given a drawing of Bizagi in which "Check" is done by "clerks"
    When the file is opened
    Then "Check" is the work of "clerks"

  Scenario: Other drawings are not taken for one of Bizagi
    Given a drawing of plain BPMN in which "Check" is done by "clerks"
    When the file is opened
    Then it is not read as "bizagi"

  Scenario: Everything of the file survives
    Given a drawing of Bizagi
    When the file is opened
    Then it is given back byte for byte
