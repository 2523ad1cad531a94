Feature: One refusal ends everything
  Where a single refusal decides, nobody goes on working at a case that is already over.

  Background:
    Given the procedure "(Check plan @experts -> ([sound] File plan @clerks / Refuse) | Check parcel @surveyors) -> Decide @heads"
    And "Refuse" ends everything
    And it is published
    And a case has come to "Check parcel"

  Scenario: One office refuses
    When these are done
      | step       | result | value |
      | Check plan | sound  | no    |
    Then nobody has anything to do
    And the case is "terminated"

  Scenario: Nobody refuses
    When these are done
      | step         | result | value |
      | Check plan   | sound  | yes   |
      | File plan    | filed  | yes   |
      | Check parcel | free   | yes   |
    Then the heads have "Decide" to do

  Scenario: The others are still at work
    When these are done
      | step       | result | value |
      | Check plan | sound  | yes   |
    Then the surveyors have "Check parcel" to do
    And the case is "running"
