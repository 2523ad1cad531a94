Feature: The history proves what happened
  Every record is tied to the one before it: what is changed later is found.

  Background:
    Given the procedure "Register @clerks -> Decide @heads"
    And it is published
    And a case has come to "Decide"

  Scenario: Nobody touched it
    When "Decide" is done
    Then the history stands
    And the history tells
      | step     | happened  |
      | Register | started   |
      | Register | offered   |
      | Register | completed |
      | Decide   | started   |
      | Decide   | offered   |
      | Decide   | completed |

  Scenario: Somebody wrote another name into it
    When somebody changes the 4th record in the database
    Then the 4th record is found to be changed

  Scenario: It is an event log at once
    When the log is taken
    Then it has 1 case and is measured
