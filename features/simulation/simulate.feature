Feature: Trying out a procedure before anybody lives it
  Background:
    Given a procedure:
      | step     | office | actor    | work   |
      | Register | Clerk  | official | 10 min |
      | Decide   | Head   | official | 20 min |

  Scenario: The cases are marked as simulated wherever they go
    When the analyst simulates 20 cases
    Then the log has 20 simulated cases
    And every case went "Register → Decide"

  Scenario: The same beginning gives the same cases
    When the analyst simulates 20 cases
    And she simulates them again
    Then both logs are the same

  Scenario: What had to be assumed is said
    When the analyst simulates 20 cases
    Then the log says "There is always somebody free for clerk, head."

  Scenario: One person at the desk makes cases wait
    When the analyst simulates 20 cases that come every 5 minutes to one person at each desk
    Then cases wait before "Decide"

  Scenario: How long a step takes, nobody has said
    Given a procedure:
      | step     | actor    |
      | Register | official |
    When the analyst simulates 20 cases
    Then it is refused because "Nobody has said how long “Register” takes."
