Feature: A step leads to a refusal and does not say so
  Only what is declared is held to the rule that a refusal has its reason.

  Scenario: The problem is named
    Given the procedure "Check @expert -> Decide @head"
    And the case ends as "Refused"
    When it is checked
    Then "refusal_undeclared" names "Decide"

  Scenario: The name says it in Kyrgyz
    Given the procedure "Check @expert -> Decide @head"
    And the case ends as "Өтүнмө четке кагылды"
    When it is checked
    Then "refusal_undeclared" names "Decide"

  Scenario: An end without a no is left in peace
    Given the procedure "Check @expert -> Decide @head"
    And the case ends as "Certificate handed over"
    When it is checked
    Then "refusal_undeclared" has nothing to say

  Scenario: Once it is declared, nothing is said any more
    Given the procedure "Check @expert -> Decide @head"
    And the case ends as "Refused"
    And "Decide" refuses when the answer is "no", for the reason in "why"
    When it is checked
    Then "refusal_undeclared" has nothing to say
