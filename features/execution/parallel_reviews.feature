Feature: Reviews side by side
  Several offices look at the same case at the same time; the decision waits for all of them.

  Background:
    Given the procedure "Register @clerks -> (Check plan @experts | Check parcel @surveyors) -> Decide @heads"
    And it is published

  Scenario: All have answered
    Given a case has come to "Check plan"
    When these are done
      | step         | result | value |
      | Check parcel | free   | yes   |
      | Check plan   | sound  | no    |
    Then the heads have "Decide" to do
    And the case knows
      | free  | yes |
      | sound | no  |

  Scenario: One answer is still missing
    Given a case has come to "Check plan"
    When these are done
      | step       | result | value |
      | Check plan | sound  | yes   |
    Then the heads have nothing to do
    And the surveyors have "Check parcel" to do

  Scenario: The case is withdrawn meanwhile
    Given a case has come to "Check plan"
    When the case is withdrawn
    Then nobody has anything to do
    And the case is "cancelled"
