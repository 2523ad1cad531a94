Feature: Two organisations pass a case on
  What one office sends the other goes on with; it is signed, and comes once, however often it is sent.

  Background:
    Given the cadastre has a procedure that begins with "Check the parcel"
    And the procedure ":service Tell -> Decide @heads"
    And "Tell" uses the connector "message" with
      | to      | "cadastre"         |
      | message | "Check the parcel" |
      | key     | parcel             |
      | data    | {parcel: parcel}   |
    And it is published

  Scenario: It arrives
    Given the town and the cadastre know each other
    When a case is started for the parcel "44-2"
    Then the heads have "Decide" to do
    And the cadastre has one case about "44-2"

  Scenario: It is sent twice
    Given the town and the cadastre know each other
    When a case is started for the parcel "44-2"
    And the same message comes once more
    Then the cadastre has one case about "44-2"

  Scenario: Somebody else signed it
    Given the town and the cadastre know each other
    When a message with a false signature comes to the cadastre
    Then it is not taken
    And the cadastre has no case

  Scenario: They do not know each other
    When a case is started for the parcel "44-2"
    Then the case waits with a reason that names "cadastre"
    And the cadastre has no case
