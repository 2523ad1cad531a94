Feature: All proposals together
  Scenario: What fits together is made together
    Given the procedure "kg-spravka" of the library
    When the reformer asks for proposals
    And she makes all proposals together
    Then "Come back" is gone
    When the analyst reads the figure "visits"
    Then the figure is 0

  Scenario: All of it can be taken back
    Given the procedure "kg-spravka" of the library
    When the reformer asks for proposals
    And she makes all proposals together
    And she takes it back
    Then the procedure is as it was, to the last byte

  Scenario: What has been made cannot be made again
    Given the procedure "kg-spravka" of the library
    When the reformer asks for proposals
    And she makes all proposals together
    Then the proposal cannot be made any more
