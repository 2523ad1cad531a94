Feature: Which desk everything passes over
  Scenario: The registry between two desks
    Given these cases:
      | cases | way |
      | 3     | Take @desk, Number @registry, Sign @head |
    When the analyst counts "handover network"
    Then "registry" is counted 6 times
    And "registry" has the share 0.5

  Scenario: Two desks only
    Given these cases:
      | cases | way |
      | 2     | Register @clerk for 1 h, Sign @head after 8 h for 30 min |
    When the analyst counts "handover network"
    Then "clerk" has the share 0

  Scenario: Nobody recorded who did it
    Given these cases:
      | cases | way |
      | 2     | Register, Sign |
    When the analyst counts "handover network"
    Then the refusal says "which group did the work"

  Scenario: A log without cases
    Given an empty log
    When the analyst counts "handover network"
    Then the refusal says "no cases"
