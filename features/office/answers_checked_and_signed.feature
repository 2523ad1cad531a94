Feature: Answers are checked and signed
  A decision with legal effect is read once more before it counts, and signed by the person who takes it.

  Background:
    Given a town hall where Aigul decides about shops
    And a decision is signed

  Scenario: Read, signed, done
    When Aigul grants the permit
    Then nothing is decided yet
    And Aigul signs with her own name and password
    And the permit is decided, signed by Aigul as a simple electronic signature

  Scenario: Somebody else's password
    When Aigul grants the permit
    And she signs with a password that is not hers
    Then nothing is decided yet

  Scenario: The answers change while one reads
    When Aigul grants the permit
    And the answer becomes a refusal in another window
    Then Aigul has to read the answers again before she signs
