Feature: The same data goes by the same name in every procedure
  Whoever draws a procedure is offered the names that others use already, with the register that holds what they
  name. Nobody keeps a list: it is made of what the procedures say.

  Scenario: What others ask for is offered with its words
    Given a procedure that asks for "pin", called "Personal number"
    And another one that asks for "pin", called "Personal number"
    Then "pin" is offered as "Personal number", used by 2 procedures

  Scenario: The register that holds it is known from whoever has said it
    Given a procedure that asks for "pin", called "Personal number"
    And another one that reads "pin" in the register "population"
    Then "pin" is offered with the register "population"

  Scenario: What most procedures ask for is offered first
    Given a procedure that asks for "pin", called "Personal number"
    And another one that asks for "parcel", called "Parcel"
    And another one that asks for "pin", called "PIN"
    Then "pin" is offered before "parcel"

  Scenario: Nobody has said who holds it
    Given a procedure that asks for "parcel", called "Parcel"
    Then "parcel" is offered with no register
