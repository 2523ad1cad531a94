Feature: The work of the offices
  Scenario: Two officials
    Given a procedure:
      | step | actor | channel | work |
      | Take | official | internal | 10 min |
      | Sign | official | internal | 5 min |
      | Ask | citizen | online | 60 min |
    When the analyst reads the figure "administration time"
    Then the figure is 15 min

  Scenario: A step without minutes is listed
    Given a procedure:
      | step | actor | channel | work |
      | Take | official | internal | 10 min |
      | Sign | official | internal |  |
    When the analyst reads the figure "administration time"
    Then the figure is 10 min
    And "Sign" is listed as not assessed

  Scenario: Nobody has annotated the procedure
    Given a procedure drawn as "Apply -> Decide"
    When the analyst reads the figure "administration time"
    Then nobody has assessed the figure
