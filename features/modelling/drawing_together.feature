Feature: Two analysts draw one procedure
  What is drawn is kept as it is drawn. Nobody overwrites another without knowing, and nothing of
  what other programs wrote into a model is lost.

  Background:
    Given the analysts Aigul and Bakyt, and a model with a remark and another vendor's settings

  Scenario: What is drawn is kept, and the rest of the file stays as it was
    When Aigul calls the check “Look at the plan”
    Then the draft says “Look at the plan”
    And the remark and the vendor's settings are still there
    But no new version was made

  Scenario: Who is second is told who was first
    Given both have the model open
    When Aigul calls the check “Look at the plan”
    And Bakyt calls the check “Examine the plan”
    Then Bakyt is told that Aigul changed it
    And the draft says “Look at the plan”

  Scenario: What the second one drew becomes a version of its own
    Given both have the model open
    When Aigul calls the check “Look at the plan”
    And Bakyt calls the check “Examine the plan”
    And Bakyt keeps what he drew as a version of its own
    Then version 2 says “Examine the plan”
    And the draft says “Look at the plan”

  Scenario: A draft becomes a version with a name and a reason
    When Aigul calls the check “Look at the plan”
    And Aigul saves it as “Small permit” because “Plain words”
    Then version 2 says “Look at the plan”
    And there is no draft any more

  Scenario: An answer that was lost on the way is no conflict
    When Aigul calls the check “Look at the plan” and the answer is lost
    And Aigul calls the check “Examine the plan” on the same page
    Then the draft says “Examine the plan”
