Feature: One journey instead of two
  Scenario: It applies
    Given a procedure:
      | step     | channel   | place  | trip | purpose | asks     | issues   | norm  |
      | Register | in person | Tax    | 1    | service | Passport | Number   | order |
      | Notarise | in person | Notary | 2    | control | Deed     | Contract | order |
      | Declare  | in person | Tax    | 3    | service | Income   | Receipt  | order |
    When the reformer asks for proposals
    Then "visit merging" is proposed for "Register, Declare"
    When she makes the proposal
    Then "Register" comes right before "Declare"
    When the analyst reads the figure "visits"
    Then the figure is 2

  Scenario: It does not apply
    Given a procedure:
      | step     | channel   | place  | trip | purpose | asks     | issues   | norm  |
      | Register | in person | Tax    | 1    | service | Passport | Number   | order |
      | Notarise | in person | Notary | 2    | control | Deed     | Contract | order |
      | Declare  | in person | Tax    | 3    | service | Contract | Receipt  | order |
    When the reformer asks for proposals
    Then no "visit merging" is proposed

  Scenario: It can be taken back
    Given a procedure:
      | step     | channel   | place  | trip | purpose | asks     | issues   | norm  |
      | Register | in person | Tax    | 1    | service | Passport | Number   | order |
      | Notarise | in person | Notary | 2    | control | Deed     | Contract | order |
      | Declare  | in person | Tax    | 3    | service | Income   | Receipt  | order |
    When the reformer asks for proposals
    Then "visit merging" is proposed for "Register, Declare"
    When she makes the proposal
    And she takes it back
    Then the procedure is as it was, to the last byte
