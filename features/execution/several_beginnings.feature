Feature: Several beginnings
  A procedure may begin in several ways; which one it is has to be said.

  Background:
    Given the procedure "Open letter @post -> Register @clerks"
    And a case may also begin with "At the desk", at "Register"
    And it is published

  Scenario: It begins the other way
    When a case begins with "At the desk"
    Then the clerks have "Register" to do
    And the post have nothing to do

  Scenario: It begins the usual way
    When a case begins with "Start"
    Then the post have "Open letter" to do

  Scenario: Nobody says which
    When a case begins and nobody says where
    Then it is refused, and told that it begins with "At the desk" too
