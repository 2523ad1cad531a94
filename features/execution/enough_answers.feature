Feature: Enough answers
  Several offices are asked, and the case goes on when enough of them have answered; who answers late changes nothing.

  Background:
    Given the procedure "Register @clerks -> (Ask fire brigade @fire | Ask health office @health | Ask water board @water) -> Decide @heads"
    And 2 answers are enough for "Decide"
    And it is published
    And a case has come to "Ask water board"

  Scenario: One answer is not enough
    When "Ask health office" is done
    Then the heads have nothing to do

  Scenario: Two answers are enough
    When these are done
      | step              | result | value |
      | Ask health office | fit    | yes   |
      | Ask fire brigade  | safe   | yes   |
    Then the heads have "Decide" to do

  Scenario: The third answer comes late
    When these are done
      | step              | result | value |
      | Ask health office | fit    | yes   |
      | Ask fire brigade  | safe   | yes   |
      | Ask water board   | piped  | yes   |
    Then the heads have "Decide" to do once
