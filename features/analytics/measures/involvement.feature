Feature: How many cases a desk takes part in
  Scenario: Two cases
    Given these cases:
      | cases | way |
      | 2     | Register @clerk for 1 h, Sign @head after 8 h for 30 min |
    When the analyst counts "involvement", groups of any size shown
    Then "head" is counted 2 times

  Scenario: A desk of one person is not shown
    Given these cases:
      | cases | way |
      | 2     | Register @clerk for 1 h, Sign @head after 8 h for 30 min |
    When the analyst counts "involvement"
    Then "head" is not shown, for too few people stand behind it

  Scenario: Nobody recorded who did it
    Given these cases:
      | cases | way |
      | 2     | Register, Sign |
    When the analyst counts "involvement", groups of any size shown
    Then "—" is unknown, not zero

  Scenario: By person, where nobody has allowed it
    Given these cases:
      | cases | way |
      | 2     | Register @clerk for 1 h, Sign @head after 8 h for 30 min |
    When the analyst measures "involvement" by "person"
    Then the refusal says "not shown by person"

  Scenario: A log without cases
    Given an empty log
    When the analyst counts "involvement"
    Then the refusal says "no cases"
