Feature: Forms that ask
  A form asks what a decision needs, in the shape the office uses, and nothing an officer types is lost.

  Background:
    Given a town hall where Aigul decides about shops

  Scenario: Money, a personal number and an address keep their shape
    When Aigul answers
      | question | answer         |
      | rent     | 1 234,5        |
      | PIN      | 0 39021999 00017 |
      | address  | Naryn, Orok, 12 |
    Then the rent is 1234.50 som
    And the PIN is 03902199900017
    And the address is in the oblast KG-N

  Scenario: A personal number whose day does not exist
    When Aigul answers
      | question | answer         |
      | PIN      | 13902199900017 |
    Then the form says "digits 2 to 9 must be a day of birth"
    And what Aigul typed still stands in the form

  Scenario: As many partners as there are
    Given the partners Bek and Nur stand in the form
    When Aigul moves Nur before Bek
    Then the partners are Nur and Bek
    And Aigul removes Nur
    And the partners are Bek

  Scenario: What a form computes is not typed
    When Aigul answers
      | question | answer |
      | area     | 25     |
      | fee      | 1      |
    Then the fee is 300

  Scenario: Two windows of one form
    Given Aigul has typed "first" as the reason in one window
    When she types "second" in a window opened before
    Then she is told what stands in the other window
    And nothing is written over
