Feature: A procedure in one line
  Whoever can write a line of text can draw a procedure.

  Scenario: Steps, lanes and ways side by side
    Given the procedure "Register @clerk -> (Check plan | Check parcel) @expert -> Decide @head"
    When the file is opened
    Then "Check plan" is the work of "expert"

  Scenario: A drawing in XML is not taken for a line of text
    Given a drawing of plain BPMN in which "Check" is done by "clerks"
    When the file is opened
    Then it is not read as "sketch"

  Scenario: A line that breaks off is refused with an example
    Given the line "Register -> (Check plan | Check parcel"
    When the line is opened as a sketch
    Then it is refused, and the advice is to "close the group"

  Scenario: A letter with an arrow in it is no procedure
    Given the line "Dear all -> please see attached"
    When the file is opened
    Then it is refused, and the advice is to "Export the model as BPMN 2.0 XML"
