Feature: Journeys that could be spared
  Scenario: Coming back only to collect
    Given a procedure:
      | step    | channel   | place     | trip | journey | queue  | purpose  | norm     |
      | Apply   | in person | Town hall | 1    | 57 min  | 20 min | service  | order    |
      | Collect | in person | Town hall | 2    | 57 min  | 20 min | handover | practice |
    When the analyst looks for findings
    Then "extra visit" is found at "Collect"
    And it would save 77 min of the applicant's time
    And it would save 1 visit in a case

  Scenario: Two trips to one place that need nothing in between
    Given a procedure:
      | step     | channel   | place | trip | purpose | asks     | issues | norm  |
      | Register | in person | Tax   | 1    | service | Passport | Number | order |
      | Notarise | in person | Notary| 2    | control | Deed     |        | order |
      | Declare  | in person | Tax   | 3    | service | Income   |        | order |
    When the analyst looks for findings
    Then "extra visit" is found at "Register, Declare"

  Scenario: The second trip needs what was issued in between
    Given a procedure:
      | step     | channel   | place | trip | purpose | asks     | issues   | norm  |
      | Register | in person | Tax   | 1    | service | Passport | Number   | order |
      | Notarise | in person | Notary| 2    | control | Deed     | Contract | order |
      | Declare  | in person | Tax   | 3    | service | Contract |          | order |
    When the analyst looks for findings
    Then no "extra visit" is found

  Scenario: A law that demands handing over in person excuses
    Given a procedure:
      | step    | channel   | place | trip | purpose  | norm |
      | Apply   | in person | Hall  | 1    | service  | law  |
      | Collect | in person | Hall  | 2    | handover | law  |
    When the analyst looks for findings
    Then no "extra visit" is found
