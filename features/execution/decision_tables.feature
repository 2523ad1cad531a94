Feature: A table decides
  A fee, a category, an entitlement stands in a table a lawyer can read; the case keeps what it saw and which rules held.

  Background:
    Given the procedure "Register @clerks -> :rule Set the fee -> Decide @heads"
    And "Set the fee" decides by the table "fee", of which one rule holds
      | area     | applicant | fee |
      | <= 100   | -         | 250 |
      | > 100    | "citizen" | 400 |
      | > 100    | "firm"    | 900 |
    And it is published

  Scenario Outline: One rule holds
    Given a case with these facts
      | area   | applicant |
      | <area> | <who>     |
    When "Register" is done
    Then the heads have "Decide" to do
    And the case knows that the "fee" is <fee>
    And its history shows that rule <rule> of "fee" held

    Examples:
      | area | who     | fee | rule |
      | 80   | citizen | 250 | 1    |
      | 120  | citizen | 400 | 2    |
      | 120  | firm    | 900 | 3    |

  Scenario: Two rules hold, and nobody said which one wins
    Given the table "fee" also has the rule "<= 50" for "-" with the fee 100, and is published
    And a case with these facts
      | area | applicant |
      | 40   | citizen   |
    When "Register" is done
    Then nobody has anything to do
    And the case waits with a reason that names "1, 4"

  Scenario: A new table changes no case that is under way
    Given a case with these facts
      | area | applicant |
      | 80   | citizen   |
    And the table "fee" is published anew, with 300 instead of 250
    When "Register" is done
    Then the case knows that the "fee" is 250

  Scenario: The table is missing
    Given the procedure "Register @clerks -> :rule Set the fee"
    And "Set the fee" decides by the table "nowhere", which nobody has written
    When it is published
    Then that is refused, because "nowhere" is not there
