Feature: A version comes into force
  Before a version binds anybody, another person has looked at it and its scenarios end as they should.

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

  Scenario: A second look is asked for
    When Aigul asks for a second look
    Then the permit stands on Bakyt's first page, and not on Aigul's
    When Bakyt approves the permit
    Then the permit stands on nobody's first page

  Scenario: A change that was asked for has to be settled
    When Bakyt approves the permit
    And Bakyt asks for a change of the check
    Then the permit does not come into force
    When Aigul settles it
    And Aigul types the name of the permit
    Then the permit is in force

  Scenario: A version waits for its day
    When Bakyt approves the permit
    And Aigul types the name of the permit and the first of next month
    Then the permit is not in force today
    But it is in force on the first of next month
