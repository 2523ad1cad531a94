Feature: Who works where
  A position gives the work of its groups to whoever holds it, from a day until a day; no agency sees the work of another.

  Background:
    Given the cities of Naryn and Osh with their administrators
    And the position "land clerk" of Naryn takes the work of "surveyors"

  Scenario: Who holds a position may take its work
    When Aigul of Naryn holds "land clerk" from today
    Then Aigul may take the work of "surveyors"
    And the head of the unit of "land clerk" is nobody

  Scenario: A position that is over gives no work any more
    Given Aigul of Naryn held "land clerk" until yesterday
    Then Aigul may take no work

  Scenario: Another agency cannot take up the same work
    When Osh makes a position that takes the work of "surveyors"
    Then Osh is told that "surveyors" does another agency's work

  Scenario: A file with one wrong row changes nothing
    When Naryn takes in a file with two units, one of them below a place that is not there
    Then row 3 is named
    And Naryn has the units it had before
