Feature: Two offices that wait for each other
  Both wait for ever, and each believes that the other is late.

  Scenario: The problem is named
    Given an office that waits for the fee before it sends the bill
    When it is checked
    Then "message_never_comes" names "Fee received"

  Scenario: A proper drawing is left in peace
    Given an office that sends the bill before it waits for the fee
    When it is checked
    Then "message_never_comes" has nothing to say

  Scenario: Once mended, nothing is said any more
    Given an office that waits for the fee before it sends the bill
    And nothing is drawn of what the applicant does
    When it is checked
    Then "message_never_comes" has nothing to say
