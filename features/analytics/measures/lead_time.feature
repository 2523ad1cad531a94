Feature: Days until the result
  Scenario: One after another
    Given a procedure:
      | step  | wait    |
      | Fire  | 30 days |
      | Water | 15 days |
    When the analyst reads the figure "lead time"
    Then the figure is 45

  Scenario: A step nobody has assessed is listed
    Given a procedure:
      | step  | wait    |
      | Fire  | 30 days |
      | Water |         |
    When the analyst reads the figure "lead time"
    Then the figure is 30
    And "Water" is listed as not assessed

  Scenario: Nobody has annotated the procedure
    Given a procedure drawn as "Apply -> Decide"
    When the analyst reads the figure "lead time"
    Then nobody has assessed the figure
