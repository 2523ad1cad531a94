Feature: Paying without going anywhere
  Scenario: It applies
    Given a procedure:
      | step | actor   | channel   | place | trip | purpose | fee         | norm  |
      | Pay  | citizen | in person | Bank  | 1    | record  | 50 KGS cash | order |
    When the reformer asks for proposals
    Then "payment online" is proposed for "Pay"
    When she makes the proposal
    Then "Pay" is done online
    When the analyst reads the figure "money"
    Then the figure is 50

  Scenario: It does not apply
    Given a procedure:
      | step | actor   | channel | purpose | fee           | norm  |
      | Pay  | citizen | online  | record  | 50 KGS online | order |
    When the reformer asks for proposals
    Then no "payment online" is proposed

  Scenario: It can be taken back
    Given a procedure:
      | step | actor   | channel   | place | trip | purpose | fee         | norm  |
      | Pay  | citizen | in person | Bank  | 1    | record  | 50 KGS cash | order |
    When the reformer asks for proposals
    Then "payment online" is proposed for "Pay"
    When she makes the proposal
    And she takes it back
    Then the procedure is as it was, to the last byte
