Feature: What it costs out of pocket
  Scenario: Fees are added
    Given a procedure:
      | step | fee          |
      | Pay  | 50 KGS cash  |
      | Seal | 1000 KGS bank|
    When the analyst reads the figure "money"
    Then the figure is 1050

  Scenario: Two currencies are not added
    Given a procedure:
      | step | fee          |
      | Pay  | 50 KGS cash  |
      | Seal | 10 USD bank  |
    When the analyst reads the figure "money"
    Then nobody has assessed the figure

  Scenario: Nobody has annotated the procedure
    Given a procedure drawn as "Apply -> Decide"
    When the analyst reads the figure "money"
    Then nobody has assessed the figure
