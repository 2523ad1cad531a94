Feature: What a redesigned procedure spares
  Fifteen procedures as they are and as they could be: fewer journeys, and no paper the state holds already.

  Scenario Outline: Journeys and papers before and after
    When the procedure "<code>" is compared with its redesign
    Then the applicant makes <now> journeys and then <then>
    And is asked for <papers> papers the state holds and then 0

    Examples:
      | code        | now | then | papers |
      | kg-spravka  | 2   | 1    | 2      |
      | kg-ie       | 3   | 0    | 3      |
      | kg-llc      | 7   | 0    | 8      |
      | kg-birth    | 4   | 0    | 7      |
      | kg-resid    | 4   | 0    | 6      |
      | kg-uibulogo | 5   | 1    | 7      |
      | kg-build    | 10  | 0    | 13     |
      | kg-driver   | 4   | 0    | 5      |

  Scenario Outline: What a law demands in person stays
    When the procedure "<code>" is compared with its redesign
    Then "<step>" is still done in person, because of "<law>"

    Examples:
      | code        | step                                                      | law                     |
      | kg-id       | Collect with face check at any PSC, or courier            | biometric registration  |
      | kg-title    | Notary drafts contract from registry data                 | notariat                |
      | kg-car      | Inspection booked online                                  | road safety             |
      | kg-uibulogo | Home visit only when risk rule says so                    | state benefits          |
