Feature: What silence means
  When a limit is over, what happens is what the law says: a head is told, or silence itself decides.

  Background:
    Given the procedure "Check @clerks -> Decide @heads"
    And "Check" may take 10 working days

  Scenario: Silence is consent
    Given silence at "Check" means yes and writes "{decision: \"granted\"}"
    And it is published
    And an application received on 2026-03-02
    When the clock is looked at on 2026-03-20
    Then the heads have "Decide" to do
    And the case says the decision is "granted"
    And the clock did "Check"

  Scenario: The head is told, and the work stays where it is
    Given at the limit of "Check" the head is told
    And it is published
    And an application received on 2026-03-02
    When the clock is looked at on 2026-03-20
    And the clock is looked at on 2026-03-23
    Then the history tells of "limitReached"
    And the clerks have "Check" to do

  Scenario: Nobody was silent
    Given silence at "Check" means yes and writes "{decision: \"granted\"}"
    And it is published
    And an application received on 2026-03-02
    And "Ana" has completed "Check"
    When the clock is looked at on 2026-03-20
    Then the history tells of "nothing"

  Scenario: Silence that says nothing is not published
    Given silence at "Check" means yes and writes ""
    When it is to be published
    Then it is refused: "but not what is written then"
