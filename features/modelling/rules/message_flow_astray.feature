Feature: A message flow that goes astray
  Contacts are counted by what is sent and received; one that cannot be is none.

  Scenario: A message from an event that only waits is named
    Given an office that sends the bill before it waits for the fee
    And the message about the fee is drawn the wrong way round
    When it is checked
    Then "message_flow_astray" names the message about the fee

  Scenario: A message that never leaves the applicant is named
    Given an office that sends the bill before it waits for the fee
    And the message about the fee stays with the applicant
    When it is checked
    Then "message_flow_astray" names the message about the fee

  Scenario: A proper drawing is left in peace
    Given an office that sends the bill before it waits for the fee
    When it is checked
    Then "message_flow_astray" has nothing to say

  Scenario: A closed pool may send and receive
    Given an office that sends the bill before it waits for the fee
    And nothing is drawn of what the applicant does
    When it is checked
    Then "message_flow_astray" has nothing to say

  Scenario: Once mended, nothing is said any more
    Given an office that sends the bill before it waits for the fee
    And the message about the fee is drawn the wrong way round
    And the message about the fee is drawn as it was
    When it is checked
    Then "message_flow_astray" has nothing to say
