Feature: Contacts nobody's law demands
  An applicant should stand before an official only where a law says so.

  Scenario: A step in person on practice
    Given a procedure:
      | step                | channel   | place      | trip | journey | queue  | norm     |
      | Find the specialist | in person | Town hall  | 1    | 57 min  | 60 min | practice |
    And it is asked for 100 times a year
    When the analyst looks for findings
    Then "avoidable contact" is found at "Find the specialist"
    And the finding says "has to appear at Town hall"
    And it would save 117 min of the applicant's time
    And it would save 195 hours a year
    And it would save 1 visit in a case

  Scenario: A step online is no contact
    Given a procedure:
      | step  | channel | norm     |
      | Apply | online  | practice |
    When the analyst looks for findings
    Then no "avoidable contact" is found

  Scenario: A law that demands presence excuses
    Given a procedure:
      | step              | channel   | norm |
      | Take fingerprints | in person | law  |
    When the analyst looks for findings
    Then no "avoidable contact" is found

  Scenario: How far it is, nobody has said
    Given a procedure:
      | step     | channel   | place     | trip | norm  |
      | Hand in  | in person | Town hall | 1    | order |
    When the analyst looks for findings
    Then "avoidable contact" is found at "Hand in"
    And nobody can say what it would save
