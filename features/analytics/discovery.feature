Feature: A log shows how its cases really go
  An agency brings a log of its old system and no drawing. The reformer gets a model of how the cases go, which is sound
  and can be checked, simulated and redesigned like any other.

  Background:
    Given these ways that cases went:
      | cases | way                                    |
      | 40    | Register, Check plan, Check parcel, Decide |
      | 35    | Register, Check parcel, Check plan, Decide |
      | 1     | Register, Decide, Register             |

  Scenario: What comes in either order stands side by side
    When a model is discovered, leaving out what is rarer than 20 %
    Then the model is sound
    And "Check plan" and "Check parcel" stand side by side
    And 75 of 76 cases go as the model says

  Scenario: With nothing left out every case goes as the model says
    When a model is discovered, leaving out nothing
    Then the model is sound
    And 76 of 76 cases go as the model says

  Scenario: A log in which nothing was completed
    Given a log in which nothing was completed
    When a model is discovered, leaving out nothing
    Then the refusal says "has completed an activity"
