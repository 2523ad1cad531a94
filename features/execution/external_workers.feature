Feature: A program outside does part of the work
  It fetches what is to be done, holds it for a while, and says what came of it; if it falls silent another one takes over.

  Background:
    Given the procedure "Register @clerks -> :service Ask the cadastre -> Decide @heads"
    And it is published
    And the program "cadastre-1" looks for work at "ask_the_cadastre"
    And a case has come to "Register"
    And "Register" is done

  Scenario: It does its part
    When the program "cadastre-1" looks for work at "ask_the_cadastre"
    And it answers with
      | owner | Asanova |
    Then the heads have "Decide" to do
    And the case knows
      | owner | Asanova |

  Scenario: Nobody else gets what it holds
    Given the program "cadastre-1" looks for work at "ask_the_cadastre"
    When the program "cadastre-2" looks for work at "ask_the_cadastre"
    Then it finds nothing

  Scenario: It falls silent
    Given the program "cadastre-1" looks for work at "ask_the_cadastre"
    And 6 minutes pass without a word
    When the program "cadastre-2" looks for work at "ask_the_cadastre"
    And it answers with
      | owner | Asanova |
    Then the heads have "Decide" to do
    And "cadastre-1" is told that its work is no longer wanted

  Scenario: It gives up
    Given the program "cadastre-1" looks for work at "ask_the_cadastre"
    When it gives up, because "the cadastre is closed for inventory"
    Then nobody has anything to do
    And the case waits with a reason that names "inventory"
