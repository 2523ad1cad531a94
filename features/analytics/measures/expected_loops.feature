Feature: How often work is done again
  Scenario: A straight way
    Given a procedure drawn as "Register -> Decide"
    When the analyst reads the figure "expected loops"
    Then the figure is 0

  Scenario: Every second file comes back
    Given a procedure in which half of the files come back to be checked again
    When the analyst reads the figure "expected loops"
    Then the figure is 1

  Scenario: Nobody has said how many come back
    Given a procedure in which some files come back to be checked again
    When the analyst reads the figure "expected loops"
    Then "Check" is listed as not assessed
