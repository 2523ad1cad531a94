Feature: Documents are what they say
  What people hand in is kept with its case, as long as it is a document and nothing that could act.

  Background:
    Given a town hall where Aigul decides about shops

  Scenario Outline: Taken or refused
    When Aigul hands in <what>
    Then it is <outcome>

    Examples:
      | what                            | outcome |
      | a plan as a PDF                 | kept    |
      | a photo                         | kept    |
      | a letter of Word                | kept    |
      | a program called plan.pdf       | refused |
      | a PDF with a script inside      | refused |
      | a letter of Word with macros    | refused |
      | a photo with an archive behind  | refused |
      | a small archive that unpacks to far more | refused |

  Scenario: A new version does not replace the old one
    Given Aigul has handed in a plan as a PDF
    When she hands in its next version
    Then the case has version 2 of the plan, and version 1 can still be read

  Scenario: Another unit
    Given Aigul has handed in a plan as a PDF
    Then somebody of another unit cannot read it
