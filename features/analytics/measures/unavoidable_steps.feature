Feature: The steps of every case
  Scenario: A straight way
    Given a procedure drawn as "Register -> Decide"
    When the analyst reads the figure "unavoidable steps"
    Then the figure is 2

  Scenario: An alternative between
    Given a procedure drawn as "Register -> (Check / Ask) -> Decide"
    When the analyst reads the figure "unavoidable steps"
    Then the figure is 2

  Scenario: Two steps side by side
    Given a procedure drawn as "Register -> (Check | Ask)"
    When the analyst reads the figure "unavoidable steps"
    Then the figure is 1
