Feature: A drawing that cannot be run rightly is refused
  It is refused when it is published, with every reason, and never run in some other way.

  Scenario: A drawing that can be run
    Given the procedure "Register @clerks -> Decide @heads"
    When it is published
    Then it is accepted as version 1

  Scenario: Something the engine does not honour
    Given the procedure "Register @clerks -> Decide @heads"
    And "Decide" is drawn as a "receiveTask"
    When it is published
    Then it is refused because of "Decide"

  Scenario: A condition that is no condition
    Given the procedure "Register @clerks -> ([fee >] Decide @heads / Refuse @heads)"
    When it is published
    Then it is refused because of an arrow

  Scenario: Steps that only lead to each other
    Given the procedure "Register @clerks -> Decide @heads"
    And its beginning is rubbed out, and "Decide" leads back to "Register"
    When it is published
    Then it is refused because of "sketch"

  Scenario: The same drawing again
    Given the procedure "Register @clerks -> Decide @heads"
    And it is published
    When it is published once more
    Then it is accepted as version 1
