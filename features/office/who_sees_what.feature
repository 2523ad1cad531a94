Feature: Who sees what
  What belongs to an agency is seen there. Others see of its procedures what is in force; a form says who reads a field.

  Background:
    Given the cities of Naryn and Osh with their administrators
    And Naryn has a procedure in force and a draft of the next version

  Scenario: An analyst of the same agency sees drafts
    Then an analyst of Naryn sees the draft

  Scenario: Another agency sees the version in force and no more
    Then an analyst of Osh sees the version in force
    But an analyst of Osh does not see the draft

  Scenario: The central agency looks after all of them
    Given a reformer of the central agency
    Then the reformer sees the draft

  Scenario: A field is read by those the form names
    Given a form whose field "diagnosis" is for "clinic" alone
    Then a person of "clinic" reads "diagnosis"
    But a person of "desk" does not read "diagnosis"
