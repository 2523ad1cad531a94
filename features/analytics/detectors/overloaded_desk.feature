Feature: Desks that get more work than they get done
  Scenario: Cases come faster than three people can work
    Given a desk of 3 people gets 5 cases an hour, each of one hour of work
    When the analyst looks for findings
    Then "overloaded desk" is found in the cases
    And the finding says "its queue grew"

  Scenario: The same people with less to do
    Given a desk of 3 people gets 2 cases an hour, each of one hour of work
    When the analyst looks for findings
    Then no "overloaded desk" is found

  Scenario: One officer alone is a person, and nothing is said
    Given a desk of 1 people gets 2 cases an hour, each of one hour of work
    When the analyst looks for findings
    Then no "overloaded desk" is found

  Scenario: A log without starts cannot tell
    Given these cases, of which only completions are recorded:
      | cases | way                                     |
      | 30    | Register @clerk, Expertise @desk after 8 h |
    When the analyst looks for findings
    Then no "overloaded desk" is found
