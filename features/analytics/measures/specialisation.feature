Feature: How many different things a desk does
  Scenario: Two cases
    Given these cases:
      | cases | way |
      | 2     | Register @clerk for 1 h, Sign @head after 8 h for 30 min |
    When the analyst counts "specialisation", groups of any size shown
    Then "head" is counted 1 times

  Scenario: A desk of one person is not shown
    Given these cases:
      | cases | way |
      | 2     | Register @clerk for 1 h, Sign @head after 8 h for 30 min |
    When the analyst counts "specialisation"
    Then "head" is not shown, for too few people stand behind it

  Scenario: Nobody recorded who did it
    Given these cases:
      | cases | way |
      | 2     | Register, Sign |
    When the analyst counts "specialisation", groups of any size shown
    Then "—" is unknown, not zero

  Scenario: By person, where nobody has allowed it
    Given these cases:
      | cases | way |
      | 2     | Register @clerk for 1 h, Sign @head after 8 h for 30 min |
    When the analyst measures "specialisation" by "person"
    Then the refusal says "not shown by person"

  Scenario: A log without cases
    Given an empty log
    When the analyst counts "specialisation"
    Then the refusal says "no cases"
