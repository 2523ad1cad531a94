Feature: What a version does to cases that are under way
  It is said before, done with a reason, and taken back when it was a mistake.

  Background:
    Given the analysts Aigul and Bakyt, and a permit by Aigul
    And the permit is in force and two cases are under way, one at the check

  Scenario: What would become of running cases is said before
    When a version without the check is reviewed
    Then one case can move and one stays because of the check
    And nothing has moved

  Scenario: Cases that were moved by mistake go back
    Given a version without the check is in force
    When Aigul moves the cases that can, and takes them back
    Then the two cases follow the first version
    And the list of moves says that one was taken back

  Scenario: A disabled procedure starts nothing
    When Aigul disables the permit
    Then no case of the permit starts
    And the two cases are still under way
