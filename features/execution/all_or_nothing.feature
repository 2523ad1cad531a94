Feature: All or nothing
  Steps that stand or fall together are a transaction: it goes through as a whole, or what has been done of it is undone.

  Background:
    Given the procedure "Register @clerks -> Purchase @notaries -> Hand over @clerks"
    And "Purchase" is a transaction: a deposit is paid and the contract signed, or neither
    And when it is called off, "Inform buyer" comes to the clerks
    And it is published

  Scenario: It goes through
    Given a case has come to "Pay deposit"
    When these are done
      | step        | result | value |
      | Pay deposit | paid   | yes   |
      | Sign        | signed | yes   |
    Then the clerks have "Hand over" to do

  Scenario: It is called off, and the deposit goes back first
    Given a case has come to "Pay deposit"
    When these are done
      | step           | result    | value |
      | Pay deposit    | paid      | yes   |
      | Sign           | withdrawn | yes   |
      | Return deposit | returned  | yes   |
    Then the clerks have "Inform buyer" to do
    And "Hand over" was completed 0 times

  Scenario: It is called off before anything was paid
    Given a case has come to "Register"
    When these are done
      | step     | result | value |
      | Register | seized | yes   |
    Then the clerks have "Inform buyer" to do
    And "Return deposit" was completed 0 times
