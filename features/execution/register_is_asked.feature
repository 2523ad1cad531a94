Feature: A register is asked
  A service is called after the step before it is safely written; when it fails, the case waits and says why.

  Background:
    Given the procedure "Register @clerks -> :service Ask the register -> Decide @heads"
    And it is published

  Scenario: The register answers
    Given the register answers
      | owner | Asanova |
    And a case has come to "Register"
    When "Register" is done
    Then the heads have "Decide" to do
    And the case knows
      | owner | Asanova |

  Scenario: Nobody knows how to ask it
    Given a case has come to "Register"
    When "Register" is done
    Then nobody has anything to do
    And the case waits with a reason that names "ask_the_register"

  Scenario: It is mended and tried again
    Given a case has come to "Register"
    And "Register" is done
    And the register answers
      | owner | Asanova |
    When it is tried again
    Then the heads have "Decide" to do
