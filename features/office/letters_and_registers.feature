Feature: Letters and registers
  A decision goes out as a letter with a number, and anybody who holds it can check it.

  Background:
    Given a town hall where Aigul decides about shops
    And a decision goes out as a letter

  Scenario: A letter goes out
    When Aigul refuses the permit because "no plot"
    Then a letter "Decision" stands in the register of outgoing documents as number 1
    And it says "no plot" and how to appeal
    And whoever holds it finds it genuine
    And whoever guesses its code does not

  Scenario: The system stops between the decision and the letter
    When Aigul refuses the permit because "no plot", and the system stops before the letter
    Then the letter goes out when the system is back, once

  Scenario: An entry turns out wrong
    Given a request from "Көл Транс" came in and was entered
    When Aigul remarks that it came a day earlier
    Then the entry stands as it was, with the remark beside it
