Feature: How sure a figure is
  That a step is asked for may stand in a law while its minutes are guessed: each figure is as sure as what it adds up.

  Scenario Outline: A figure has the confidence of what it was counted from
    When the figures of "<code>" as it is are read
    Then its <figure> are of confidence <sure>

    Examples:
      | code    | figure         | sure |
      | kg-id   | money          | A    |
      | kg-id   | documents      | B    |
      | kg-id   | applicant_time | C    |
      | kg-st1  | documents      | A    |
      | kg-st1  | money          | C    |

  Scenario: Evidence that names nothing covers what no other names
    Given a step known from the law, its minutes estimated
    Then its documents are of confidence A
    And its applicant_time are of confidence C

  Scenario: Minutes somebody measured are surer than the step's hearsay
    Given a step known from hearsay, its minutes measured
    Then its documents are of confidence C
    And its applicant_time are of confidence A
