Feature: No refusal without a reason and a way to appeal
  Whoever is refused learns by which rule, and where to object; the office is held to it, whatever the form asks.

  Background:
    Given the procedure "Check @clerks -> Decide @heads"
    And "Decide" refuses when the answer is "no", for the reason in "why"
    And an appeal is decided by "The ministry" within 30 days
    And it is published

  Scenario: A refusal without a reason does not count
    When "Bek" answers "no" at "Decide" without a reason
    Then it is not accepted: "A refusal needs its legal reason"
    And the heads have "Decide" to do

  Scenario: A refusal with its reason says how to appeal
    When "Bek" answers "no" at "Decide" because "Article 12: the plot is not theirs"
    Then the history keeps the refusal "Article 12: the plot is not theirs" and the appeal to "The ministry" within 30 days

  Scenario: Who grants owes no reason
    When "Bek" answers "yes" at "Decide" without a reason
    Then the case is over and nothing was refused

  Scenario: The rule is said before the work starts
    When "Decide" waits for the heads
    Then whoever opens it reads that a refusal needs "Why" and is appealed to "The ministry"
