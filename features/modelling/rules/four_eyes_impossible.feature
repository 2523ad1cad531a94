Feature: Four eyes where only two can look
  Nobody may be both pairs of eyes; then somebody else has to see the case, on every way.

  Scenario: The problem is named
    Given the procedure "Apply @citizen -> ([simple] Decide @head / Check @expert -> Confirm @head)"
    And "Apply" is done by the applicant
    And "Decide" needs four eyes
    When it is checked
    Then "four_eyes_impossible" names "Decide"

  Scenario: A proper drawing is left in peace
    Given the procedure "Apply @citizen -> Check @expert -> Decide @head"
    And "Apply" is done by the applicant
    And "Decide" needs four eyes
    When it is checked
    Then "four_eyes_impossible" has nothing to say

  Scenario: Once mended, nothing is said any more
    Given the procedure "Apply @citizen -> ([simple] Decide @head / Check @expert -> Confirm @head)"
    And "Apply" is done by the applicant
    And "Decide" needs four eyes
    And an arrow leads from "Decide" to "Check"
    And the second arrow of "Decide" is its only one
    When it is checked
    Then "four_eyes_impossible" has nothing to say
