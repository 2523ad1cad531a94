Feature: Ways in
  Whoever guesses is slowed down, sessions end when nobody uses them, and nobody is known by an address nobody verified.

  Background:
    Given a door with the account of Aigul, whose address is "aigul@naryn.kg"

  Scenario: Guessing is slowed down, and the right password waits too
    When somebody guesses the password of Aigul 10 times
    Then the right password of Aigul has to wait

  Scenario: A session ends when nobody uses it
    Given Aigul has signed in
    When 31 minutes pass without a request
    Then Aigul is asked to sign in again

  Scenario: What was sent too late comes back
    Given Aigul has signed in
    When 31 minutes pass without a request
    And Aigul sends a form with "Асан Үсөнов"
    And Aigul signs in again
    Then the form with "Асан Үсөнов" is offered again

  Scenario: A provider's word counts for a verified address only
    Then a provider that has verified "aigul@naryn.kg" opens the door to Aigul
    But a provider that has not verified "aigul@naryn.kg" opens it to nobody
