Feature: For each of them
  A step is done once for each item of a list, side by side or one after the other; the results keep the order of the list.

  Background:
    Given the procedure "Survey @surveyors -> Decide @heads"

  Scenario: Side by side
    Given "Survey" is done for each of the "parcels", side by side
    And it is published
    And a case with the "parcels" "44/1, 44/2, 44/3"
    Then the surveyors have "Survey" to do 3 times

  Scenario: One after the other, with results in order
    Given "Survey" is done for each of the "parcels", one after the other
    And it is published
    And a case with the "parcels" "44/1, 44/2, 44/3"
    When "Survey" is done with the results "dry, wet, dry"
    Then the results are "dry, wet, dry"
    And the heads have "Decide" to do

  Scenario: There is none
    Given "Survey" is done for each of the "parcels", side by side
    And it is published
    And a case with no "parcels"
    Then the heads have "Decide" to do
