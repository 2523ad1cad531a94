Feature: The clock of a step
  A limit counts the days the law counts: not those on which the office waits for the applicant, nor days off.

  Background:
    Given the procedure "Check @clerks -> Decide @heads"
    And "Check" may take 10 working days
    And it is published

  Scenario: Ten working days, a missing paper, and a holiday that is announced late
    Given an application received on 2026-03-02
    When on 2026-03-10 "Ana" stops the clock of "Check": "The plan is missing."
    Then "Check" is due at no date and waits for others
    When on 2026-03-12 "Ana" lets the clock of "Check" go on
    Then "Check" is due on 2026-03-20
    When the holiday provisionally on 2026-03-19 is officially on 2026-03-20
    Then "Check" is due on 2026-03-19
    And the history tells of "clockStopped, clockRestarted, dueMoved"

  Scenario: The head is told when four fifths of the time are over
    Given an application received on 2026-03-02
    When the clock is looked at on 2026-03-11
    Then the history tells of "nothing"
    When the clock is looked at on 2026-03-13
    And the clock is looked at on 2026-03-13
    Then the history tells of "warned"

  Scenario: More time is given once
    Given an application received on 2026-03-02
    When "Ana" extends the term of "Check" by 5 days: "An expert is asked."
    Then "Check" is due on 2026-03-24
    When "Ana" extends the term of "Check" by 5 days: "Still asking."
    Then it is refused: "A term is extended once only"

  Scenario: Not without a reason
    Given an application received on 2026-03-02
    When on 2026-03-10 "Ana" stops the clock of "Check": " "
    Then it is refused: "A clock is not stopped without a reason."

  Scenario: A step without a limit has no clock
    Given an application received on 2026-03-02
    And "Ana" has completed "Check"
    When on 2026-03-10 "Cem" stops the clock of "Decide": "Something is missing."
    Then it is refused: "has no limit, so there is no clock"
