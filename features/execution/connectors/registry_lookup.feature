Feature: A register is asked instead of the citizen
  The office asks the register itself; who asked what about whom is written down, and the citizen may see it.

  Background:
    Given the procedure "Register @clerks -> :service Ask -> Decide @heads"
    And "Ask" uses the connector "registry_lookup" with
      | service | "KG/GOV/70000001/cadastre/owner" |
      | about   | pin                              |
      | purpose | "Land Code, article 12"          |
      | query   | {parcel: parcel}                 |
    And it takes "answer.data.owner" as "owner"
    And there is a register
    And it is published

  Scenario: It knows
    Given the register says
      | owner | Asanova |
    And a case about "20105199000123" has come to "Register"
    When the clerk "Nurlan" does "Register"
    Then the case knows
      | owner | Asanova |
    And it is written that "Nurlan" asked about "20105199000123" for "Land Code, article 12", and it was "found"
    And the register was told who asks, for whom and in which case

  Scenario: It knows nothing
    Given the register knows nothing
    And a case about "20105199000123" has come to "Register"
    When the clerk "Nurlan" does "Register"
    Then the heads have "Decide" to do
    And it is written that "Nurlan" asked about "20105199000123" for "Land Code, article 12", and it was "not found"

  Scenario: It refuses
    Given the register refuses, because "no agreement"
    And a case about "20105199000123" has come to "Register"
    When the clerk "Nurlan" does "Register"
    Then the case waits with a reason that names "no agreement"
    And it is written that "Nurlan" asked about "20105199000123" for "Land Code, article 12", and it was "refused"
