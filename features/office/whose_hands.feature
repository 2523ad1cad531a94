Feature: Duties that must not meet in one pair of hands
  Who checks and who decides are two people when the procedure says so, whichever way the work comes to them.

  Background:
    Given the procedure "Register @clerks -> Check @experts -> Decide @heads"

  Scenario: The second pair of eyes has not looked before
    Given "Decide" is decided by four eyes
    And it is published
    And "Ana" has done "Register" and "Bek" has done "Check"
    When "Bek" asks whether "Decide" is theirs to do
    Then they read: "Bek did “Check” in this case, so somebody else has to do “Decide”"
    And "Bek" can neither take "Decide" nor be given it
    And "Cem" can do "Decide"

  Scenario: Two steps that four eyes decide are decided by two people
    Given "Check" is decided by four eyes
    And "Decide" is decided by four eyes
    And it is published
    And "Ana" has done "Register" and "Bek" has done "Check"
    Then "Bek" can neither take "Decide" nor be given it
    And "Ana" can do "Decide"

  Scenario: Who stands in for the checker decides no more than the checker
    Given "Decide" is kept apart from "Check"
    And it is published
    And "Ana" has done "Register" and "Bek" has done "Check"
    When "Dina", in the place of "Bek", asks whether "Decide" is theirs to do
    Then they read: "did “Check” in this case"

  Scenario: Whoever began a case brings it to its end
    Given "Decide" is bound to "Check"
    And it is published
    And "Ana" has done "Register" and "Bek" has done "Check"
    When "Cem" asks whether "Decide" is theirs to do
    Then they read: "“Decide” is for Bek, who did “Check” in this case"
    And "Bek" can do "Decide"

  Scenario: A conflict of interest is declared
    Given it is published
    And "Ana" has done "Register" and "Bek" has done "Check"
    And "Cem" has taken "Decide"
    When "Cem" declares a conflict of interest: "The applicant is my brother."
    Then the heads have "Decide" to do
    And "Cem" can neither take "Decide" nor be given it
    And the history tells who declared it and why

  Scenario: Nobody is kept from anything unless the procedure says so
    Given it is published
    And "Bek" has done "Register" and "Bek" has done "Check"
    Then "Bek" can do "Decide"
