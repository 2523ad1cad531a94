Feature: Whether a redesign is worth it
  Scenario: A step less is quicker, and surely so
    Given the procedure "kg-spravka" of the library
    When the reformer asks for proposals
    Then "task elimination" is proposed for "Come back"
    When she compares the procedure with and without the proposal
    Then "throughput median" is surely less than before

  Scenario: The same procedure twice does not differ
    Given the procedure "kg-spravka" of the library
    When she compares the procedure with itself
    Then nothing surely differs

  Scenario: A log without cases cannot be compared
    Given an empty log
    When she compares it with itself
    Then it is refused because "has no cases"
