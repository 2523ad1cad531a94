Feature: Rules of a procedure stand in a table
  Where a rule decides, nobody has to be asked and nobody can be favoured; a lawyer reads and changes the table.

  Scenario Outline: The allowance for families
    When the table "allowance_means_test" of "kg-uibulogo" is asked with
      | monthly_income | family_size | children   |
      | <income>       | <family>    | <children> |
    Then its answer has "entitled" <entitled>
    And its answer has "amount" <amount>

    Examples:
      | income | family | children | entitled | amount |
      | 5000   | 5      | 3        | true     | 3600   |
      | 5001   | 5      | 3        | false    | 0      |

  Scenario: No child, no allowance, and the reason
    When the table "allowance_means_test" of "kg-uibulogo" is asked with
      | monthly_income | family_size | children |
      | 100            | 2           | 0        |
    Then its answer has "reason" "No child under 16 lives in the family."

  Scenario Outline: The Italian fine by the day of payment
    When the table "road_fine_amount" of "it-fine" is asked with
      | fine_amount | paid_after_days |
      | 100         | <day>           |
    Then its answer is <due>

    Examples:
      | day | due |
      | 5   | 70  |
      | 6   | 100 |
      | 61  | 200 |
