Feature: Offices that wait for one another for nothing
  Scenario: Three opinions on the same design, one after another
    Given a procedure:
      | step        | office  | purpose | asks   | issues  | wait    |
      | Fire        | Fire    | control | Design | Opinion | 30 days |
      | Environment | Ecology | control | Design | Report  | 20 days |
      | Sanitary    | Health  | control | Design | Permit  | 10 days |
    When the analyst looks for findings
    Then "serial reviews" is found at "Fire, Environment, Sanitary"
    And it would save 30 days until the result

  Scenario: The second needs what the first issues
    Given a procedure:
      | step        | office  | purpose | asks            | issues  | wait    |
      | Fire        | Fire    | control | Design          | Opinion | 30 days |
      | Environment | Ecology | control | Design, Opinion | Report  | 20 days |
    When the analyst looks for findings
    Then no "serial reviews" is found

  Scenario: Steps of one desk
    Given a procedure:
      | step  | office | purpose | asks   | issues  | wait   |
      | Check | Clerk  | control | Design | Note    | 1 days |
      | Count | Clerk  | control | Design | Figures | 1 days |
    When the analyst looks for findings
    Then no "serial reviews" is found
