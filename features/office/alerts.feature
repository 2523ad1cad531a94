Feature: Being told when a number passes its threshold
  Whoever watches a number of a procedure is told once each time it passes, and only of what they may read.

  Background:
    Given an office whose reformer Dana watches that more than 5 cases end in 30 days

  Scenario: The number passes
    When 6 cases have ended
    Then Dana is told of the number once, however often the clock looks

  Scenario: It has not passed
    When 4 cases have ended
    Then Dana is not told of the number

  Scenario: It goes back and passes again
    Given 6 cases have ended and Dana was told
    When the threshold is raised to 7, and 2 more cases end
    Then Dana is told of the number a second time

  Scenario: Who may not read the report is not told
    Given the officer Erik is to be told too
    When 6 cases have ended
    Then Erik is told nothing of the number
