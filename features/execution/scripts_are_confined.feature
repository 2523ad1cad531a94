Feature: A script stays within its task
  Whoever draws a model may compute in it, but reaches neither the server nor other cases; what runs away is stopped.

  Background:
    Given the procedure ":script Compute -> Decide @heads"

  Scenario: It computes with what the case knows
    Given "Compute" says "fee = area * 2"
    And it is published
    When a case is started with "area" of 120
    Then the heads have "Decide" to do
    And the case knows that the "fee" is 240

  Scenario Outline: It runs away, or reaches out
    Given "Compute" says "<script>"
    And it is published
    When a case is started with "area" of 120
    Then nobody has anything to do
    And the case waits with a reason that names "<reason>"

    Examples:
      | script                              | reason  |
      | while (true) {}                     | 250 ms  |
      | [1, 2].sort.call({length: 2 ** 31}) | memory  |
      | process.exit(1)                     | process |
      | fetch('https://example.org')        | fetch   |

  Scenario: What it does to its own world is nobody else's
    Given "Compute" says "Math.max = null; Object.prototype.fee = 7; area = 1"
    And it is published
    And a case is started with "area" of 120
    And the procedure ":script Compute -> Decide @heads"
    And "Compute" says "fee = Math.max(area, 3)"
    And it is published
    When a case is started with "area" of 120
    Then the case knows that the "fee" is 120
