Feature: Which steps really have to follow one another
  Scenario: A row of papers, each made from the one before
    Given a procedure:
      | step   | asks   | issues |
      | Apply  |        | Form   |
      | Check  | Form   | Report |
      | Decide | Report |        |
    When the analyst reads the figure "needed order"
    Then the figure is 2

  Scenario: What follows from two other pairs is not counted again
    Given a procedure:
      | step   | asks         | issues |
      | Apply  |              | Form   |
      | Check  | Form         | Report |
      | Decide | Form, Report |        |
    When the analyst reads the figure "needed order"
    Then the figure is 2

  Scenario: Two opinions on the same form need nothing of each other
    Given a procedure:
      | step     | asks | issues |
      | Apply    |      | Form   |
      | Fire     | Form |        |
      | Sanitary | Form |        |
    When the analyst reads the figure "needed order"
    Then the figure is 2

  Scenario: Nobody has said what the steps need
    Given a procedure drawn as "Register -> Check -> Decide"
    When the analyst reads the figure "needed order"
    Then nobody has assessed the figure
