Feature: When the facts change
  A condition is watched while a step is open; once it becomes true, somebody is told, and once only.

  Background:
    Given the procedure "Grant budget @treasury -> (Spend @builders | Report @builders) -> Close @heads"
    And during "Report", "balance < 0" brings "Explain" to the treasury
    And it is published
    And a case has come to "Report"

  Scenario: It becomes true
    When "Spend" is done with the balance -5
    Then the treasury have "Explain" to do once
    And the builders have "Report" to do

  Scenario: It stays false
    When "Spend" is done with the balance 5
    Then the treasury have nothing to do

  Scenario: The step is over before
    Given "Report" is done
    When "Spend" is done with the balance -5
    Then the treasury have nothing to do
