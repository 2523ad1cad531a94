Feature: Where the desks of a procedure can be parted
  Scenario: A desk that only few cases come to
    Given these cases:
      | cases | way                                               |
      | 3     | Take @desk, Check @experts, Decide @desk          |
      | 1     | Take @desk, Ask @registry, Decide @desk           |
    When the analyst counts "narrowest seam"
    Then "desk – registry" is counted 2 times

  Scenario: Two desks only
    Given these cases:
      | cases | way                                                      |
      | 2     | Register @clerk for 1 h, Sign @head after 8 h for 30 min |
    When the analyst counts "narrowest seam"
    Then "clerk – head" is counted 2 times

  Scenario: One desk does everything
    Given these cases:
      | cases | way                         |
      | 2     | Register @clerk, Sign @clerk |
    When the analyst counts "narrowest seam"
    Then the refusal says "Only one group did the work"

  Scenario: Nobody recorded who did it
    Given these cases:
      | cases | way            |
      | 2     | Register, Sign |
    When the analyst counts "narrowest seam"
    Then the refusal says "which group did the work"
