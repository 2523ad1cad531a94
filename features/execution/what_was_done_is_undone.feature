Feature: What was done is undone
  When a case is given up half way, what has been done is undone, the last thing first, and only that.

  Background:
    Given the procedure "Reserve plot @surveyors -> ([fee > 0] Charge fee @treasury / Waive fee @heads) -> Decide @heads -> Give up -> Close @clerks"
    And "Reserve plot" is undone by "Release plot" of the surveyors
    And "Charge fee" is undone by "Refund fee" of the treasury

  Scenario: The last thing first
    Given at "Give up" everything done is undone
    And it is published
    And a case with "fee" of 100
    When these are done
      | step         | result | value |
      | Reserve plot | ok     | yes   |
      | Charge fee   | ok     | yes   |
      | Decide       | ok     | no    |
    Then the treasury have "Refund fee" to do
    And the surveyors have nothing to do

  Scenario: What has not been done is not undone
    Given at "Give up" everything done is undone
    And it is published
    And a case with "fee" of 0
    When these are done
      | step         | result | value |
      | Reserve plot | ok     | yes   |
      | Waive fee    | ok     | yes   |
      | Decide       | ok     | no    |
      | Release plot | ok     | yes   |
    Then the clerks have "Close" to do
    And "Refund fee" was completed 0 times

  Scenario: One thing is undone, the others stay
    Given at "Give up" only "Charge fee" is undone
    And it is published
    And a case with "fee" of 100
    When these are done
      | step         | result | value |
      | Reserve plot | ok     | yes   |
      | Charge fee   | ok     | yes   |
      | Decide       | ok     | no    |
      | Refund fee   | ok     | yes   |
    Then the clerks have "Close" to do
    And "Release plot" was completed 0 times
