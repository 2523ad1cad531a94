Feature: Where a procedure invites favours
  Scenario: One person decides freely, for cash, face to face
    Given a procedure:
      | step | actor | channel | discretion | deciders | fee | norm |
      | Decide | official | in person | wide | one | 100 KGS cash | practice |
    When the analyst reads the figure "exposure"
    Then the figure is 100

  Scenario: Nothing is left to anybody
    Given a procedure:
      | step | actor | channel | discretion | deciders | norm | term |
      | Decide | official | internal | none | fourEyes | law | 3 days |
    When the analyst reads the figure "exposure"
    Then the figure is 0

  Scenario: Nobody has annotated the procedure
    Given a procedure drawn as "Apply -> Decide"
    When the analyst reads the figure "exposure"
    Then nobody has assessed the figure
