Feature: Why cases wait
  All waiting is parted into its causes, and what nobody recorded is called unknown.

  Scenario: The head is busy with the case before
    Given these pieces of work on one day:
      | case | step | by   | ready | begun | done  |
      | 1    | Sign | head | 09:00 | 09:00 | 11:00 |
      | 2    | Sign | head | 09:30 | 11:00 | 11:30 |
    When the analyst asks why cases wait
    Then 90 min of the waiting are "contention"
    And all causes together are 90 min

  Scenario: A later case is preferred
    Given these pieces of work on one day:
      | case | step | by   | ready | begun | done  |
      | 1    | Sign | head | 09:00 | 11:00 | 11:30 |
      | 2    | Sign | head | 10:00 | 10:00 | 11:00 |
    When the analyst asks why cases wait
    Then 60 min of the waiting are "prioritisation"
    And 60 min of the waiting are "unknown"

  Scenario: The papers lie until there is a pile of them
    Given these pieces of work on one day:
      | case | step | by   | ready | begun | done  |
      | 1    | Sign | head | 09:00 | 12:00 | 12:05 |
      | 2    | Sign | head | 10:00 | 12:05 | 12:10 |
      | 3    | Sign | head | 11:00 | 12:10 | 12:15 |
    When the analyst asks why cases wait
    Then 180 min of the waiting are "batching"
    And 15 min of the waiting are "contention"
    And 180 min of the waiting are "unknown"
    And all causes together are 375 min

  Scenario: The office is closed for lunch
    Given these pieces of work on one day:
      | case | step | by   | ready | begun | done  |
      | 1    | Sign | head | 12:30 | 13:30 | 14:00 |
    When the analyst asks why cases wait
    Then 60 min of the waiting are "unavailability"

  Scenario: The applicant takes their time
    Given these pieces of work on one day:
      | case | step  | by        | ready | begun | done  |
      | 1    | Bring | applicant | 09:00 | 12:00 | 12:05 |
    When the analyst asks why cases wait for the "applicant"
    Then 180 min of the waiting are "applicant"

  Scenario: Only completions are recorded
    Given these pieces of work on one day:
      | case | step | by   | ready | begun | done  |
      | 1    | Take | head |       |       | 09:00 |
      | 1    | Sign | head |       |       | 12:00 |
    When the analyst asks why cases wait
    Then 180 min of the waiting are "unknown"
    And all of it may be work as well
