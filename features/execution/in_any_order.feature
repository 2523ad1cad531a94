Feature: In any order
  Some things are to be done, but no law says in which order; who does them chooses.

  Background:
    Given the procedure "Register @clerks -> Inspect @inspectors -> Decide @heads"
    And "Inspect" consists of these, in any order
      | step           | group       |
      | Look at roof   | roofers     |
      | Look at wiring | electrician |
      | Look at pipes  | plumbers    |

  Scenario: Everything is done, in an order of their own
    Given it is published
    And a case has come to "Look at roof"
    When these are done
      | step           | result | value |
      | Look at pipes  | pipes  | yes   |
      | Look at roof   | roof   | yes   |
      | Look at wiring | wiring | yes   |
    Then the heads have "Decide" to do

  Scenario: Something is missing
    Given it is published
    And a case has come to "Look at roof"
    When "Look at pipes" is done
    Then the heads have nothing to do
    And the roofers have "Look at roof" to do

  Scenario: It is over when enough is known
    Given "Inspect" is over as soon as "dangerous" is known
    And it is published
    And a case has come to "Look at roof"
    When these are done
      | step          | result    | value |
      | Look at pipes | dangerous | yes   |
    Then the heads have "Decide" to do
    And the roofers have nothing to do
