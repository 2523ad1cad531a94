Feature: How often a model passes work on
  Scenario: There and back
    Given a procedure drawn as "Register @desk -> Check @expert -> Issue @desk"
    When the analyst reads the figure "drawn handovers"
    Then the figure is 2

  Scenario: One desk does it all
    Given a procedure drawn as "Register @desk -> Issue @desk"
    When the analyst reads the figure "drawn handovers"
    Then the figure is 0

  Scenario: Nobody has annotated the procedure
    Given a procedure drawn as "Apply -> Decide"
    When the analyst reads the figure "drawn handovers"
    Then nobody has assessed the figure
