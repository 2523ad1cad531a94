Feature: Going somewhere to pay
  Scenario: A fee in cash
    Given a procedure:
      | step | channel   | place | trip | journey | queue  | purpose | fee         | norm  |
      | Pay  | in person | Bank  | 1    | 57 min  | 10 min | record  | 50 KGS cash | order |
    When the analyst looks for findings
    Then "cash payment" is found at "Pay"
    And the finding says "50 KGS are paid in cash"
    And it would save 67 min of the applicant's time

  Scenario: Paid by phone
    Given a procedure:
      | step | channel | purpose | fee           | norm  |
      | Pay  | online  | record  | 50 KGS online | order |
    When the analyst looks for findings
    Then no "cash payment" is found

  Scenario: A law demands the fee, which makes the finding less sure
    Given a procedure:
      | step | channel   | purpose | fee         | norm |
      | Pay  | in person | record  | 50 KGS cash | law  |
    When the analyst looks for findings
    Then "cash payment" is found at "Pay"
    And the finding is of low confidence
