Feature: The way back
  A case goes back to who can put it right, with a reason they read; who has just made a mistake takes it back alone.

  Background:
    Given the procedure "Register @clerks -> Check @experts -> Decide @heads"
    And it is published
    And "Ana" has done "Register" and "Bek" has done "Check"

  Scenario: What is missing is said
    When "Cem" sends "Decide" back: "The plan is not signed."
    Then "Bek" holds "Check" again and reads "The plan is not signed."
    And nobody has "Decide" to do

  Scenario: Back to the very beginning
    When "Cem" sends "Decide" back to "Register": "The wrong parcel."
    Then "Ana" holds "Register" again and reads "The wrong parcel."

  Scenario: Not without a reason
    When "Cem" sends "Decide" back: " "
    Then it is refused: "Nothing is sent back without a reason."
    And the heads have "Decide" to do

  Scenario: There is nothing before the first step
    Given a case has come to "Register"
    When "Ana" sends "Register" back: "Why me?"
    Then it is refused: "Nobody has done a step before it."

  Scenario: Where others work beside it, a case is not sent back into one branch
    Given the procedure "Register @clerks -> (Plan @experts | Parcel @surveyors) -> Decide @heads"
    And it is published
    And a case has come to "Register"
    And "Ana" does what there is to do, until "Decide"
    Then "Decide" can be sent back to "Register" only

  Scenario: Taken back at once
    When "Bek" takes "Check" back
    Then "Bek" holds "Check" again
    And nobody has "Decide" to do

  Scenario: Somebody is working on it already
    Given "Cem" has taken "Decide"
    When "Bek" takes "Check" back
    Then it is refused: "somebody is working on what follows"

  Scenario: A quarter of an hour later
    Given 16 minutes have passed
    When "Bek" takes "Check" back
    Then it is refused: "more than 15 minutes have passed"

  Scenario: Nobody takes back what another has done
    When "Ana" takes "Check" back
    Then it is refused: "Only Bek, who completed “Check”, can take it back."
