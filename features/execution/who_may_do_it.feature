Feature: Who may do a step
  A step belongs to the people it is offered to, and to one of them as soon as they have taken it.

  Background:
    Given the procedure "Register @clerks -> Decide @heads"
    And it is published
    And a case has come to "Register"

  Scenario: A clerk does it
    When "Ana" of the clerks does "Register"
    Then the heads have "Decide" to do

  Scenario: Somebody else tries
    When "Ben" of the heads does "Register"
    Then "Ben" is told that it is not theirs
    And the clerks have "Register" to do

  Scenario: A colleague has taken it
    Given "Ana" has taken "Register"
    When "Cem" of the clerks does "Register"
    Then "Cem" is told that it is not theirs

  Scenario: The colleague gives it back
    Given "Ana" has taken "Register"
    And "Ana" gives "Register" back
    When "Cem" of the clerks does "Register"
    Then the heads have "Decide" to do
