Feature: A report for people who decide
  Scenario: It opens with where the time goes
    Given these cases:
      | cases | way                                                          |
      | 20    | Register @clerk after 1 h, Sign @head after 16 h, Send @clerk |
    When the analyst writes a report
    Then it opens with "Half of the cases take more than 2.3 working days; 94 % of the waiting is before “Sign”."
    And it says that the cases were measured

  Scenario: When work began was not recorded
    Given these cases, of which only completions are recorded:
      | cases | way                                     |
      | 20    | Register @clerk, Sign @head after 16 h  |
    When the analyst writes a report
    Then it opens with "Half of the cases take more than 2.1 working days; when work began is not recorded, so nobody can say how much of that is waiting."

  Scenario: There are no cases
    Given an empty log
    When the analyst writes a report
    Then it opens with nothing

  Scenario Outline: It is written as people need it
    Given these cases:
      | cases | way                                         |
      | 20    | Register @clerk, Sign @head after 16 h      |
    When the analyst writes a report
    Then it can be kept as <form>

    Examples:
      | form         |
      | a web page   |
      | a PDF        |
      | a workbook   |
