Feature: A table decides only what the analyst meant it to
  A fee, a term or a track is decided by a table. The analyst writes it beside the procedure, tries it on cases whose
  answer is known, and sees what it leaves open and what it says twice before anybody is charged by it.

  Background:
    Given a table of fees for shops by their area
      | area      | fee |
      | < 50      | 100 |
      | [50..100] | 250 |
      | > 100     | 400 |

  Scenario: A whole table decides a case
    When the fee of a shop of 80 square metres is decided
    Then it is 250 by rule 2
    And nothing is left open and nothing is said twice

  Scenario: What nobody thought of is said
    Given the rule for the large shops is gone
    When the table is looked through
    Then it is said that no rule matches for area > 100

  Scenario: What two rules claim is said, with an example
    Given a rule more asks 300 of shops from 90 square metres
    When the table is looked through
    Then it is said that the rules 2 and 4 both match
    And the fee of a shop of 95 square metres is refused

  Scenario: What has to be computed first is unknown, not in order
    Given a rule more asks 300 of shops above the limit of the city
    When the table is looked through
    Then it is said that gaps and overlaps are not known
