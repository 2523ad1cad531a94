Feature: A refusal that could never be given
  Nobody may refuse without a reason; a form that does not ask for it would leave them stuck.

  Scenario: The reason is asked for nowhere
    Given the procedure "Check @expert -> Decide @head"
    And "Decide" refuses when the answer is "no", for the reason in "why"
    And an appeal is decided by "The ministry" within 30 days
    And the form of "Decide" asks for the answer only
    When it is checked
    Then "refusal_cannot_be_given" names "Decide"

  Scenario: Nothing says how to appeal
    Given the procedure "Check @expert -> Decide @head"
    And "Decide" refuses when the answer is "no", for the reason in "why"
    When it is checked
    Then "refusal_cannot_be_given" names "Decide"

  Scenario: A proper refusal is left in peace
    Given the procedure "Check @expert -> Decide @head"
    And "Decide" refuses when the answer is "no", for the reason in "why"
    And an appeal is decided by "The ministry" within 30 days
    When it is checked
    Then "refusal_cannot_be_given" has nothing to say
