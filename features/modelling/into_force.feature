Feature: A version comes into force
  Before a version binds anybody, another person has looked at it, its scenarios end as they should,
  and it is said what becomes of the cases that are under way.

  Background:
    Given the analysts Aigul and Bakyt, and a permit by Aigul

  Scenario: Nobody approves what they made themselves
    When Aigul approves the permit
    Then she is told that a second person has to
    And the permit does not come into force

  Scenario: With a second person's approval and its name typed it comes into force
    When Bakyt approves the permit
    And Aigul types the name of the permit
    Then the permit is in force

  Scenario: A change that was asked for has to be settled
    When Bakyt approves the permit
    And Bakyt asks for a change of the check
    Then the permit does not come into force
    When Aigul settles it
    And Aigul types the name of the permit
    Then the permit is in force

  Scenario: What would become of running cases is said before
    Given the permit is in force and two cases are under way, one at the check
    When a version without the check is reviewed
    Then one case can move and one stays because of the check
    And nothing has moved

  Scenario: Cases that were moved by mistake go back
    Given the permit is in force and two cases are under way, one at the check
    And a version without the check is in force
    When Aigul moves the cases that can, and takes them back
    Then the two cases follow the first version
    And the list of moves says that one was taken back

  Scenario: A version waits for its day
    When Bakyt approves the permit
    And Aigul types the name of the permit and the first of next month
    Then the permit is not in force today
    But it is in force on the first of next month

  Scenario: A disabled procedure starts nothing
    Given the permit is in force and two cases are under way, one at the check
    When Aigul disables the permit
    Then no case of the permit starts
    And the two cases are still under way
