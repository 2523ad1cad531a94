Feature: Rounds that were missed
  The clock stood still for a night; the model says what becomes of the reminders of that night.

  Background:
    Given the procedure "Decide @heads -> Notify @clerks"

  Scenario: Each one counts
    Given "Decide" is reminded of every hour, and of missed hours "all" count
    And it is published
    When a case waits while the clock stands still for 3 hours
    Then there are 3 reminders

  Scenario: One is enough
    Given "Decide" is reminded of every hour, and of missed hours "once" count
    And it is published
    When a case waits while the clock stands still for 3 hours
    Then there is 1 reminder

  Scenario: Nobody understands what is meant
    Given "Decide" is reminded of every hour, and of missed hours "sometimes" count
    When it is published
    Then it is refused because of "every hour"
