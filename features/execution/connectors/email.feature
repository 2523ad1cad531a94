Feature: A letter goes out by e-mail
  The applicant learns what was decided without coming to ask.

  Background:
    Given the procedure ":service Write -> Decide @heads"
    And "Write" uses the connector "email" with
      | to      | applicant                    |
      | subject | "Чечим: " + parcel           |
      | body    | "Урматтуу арыз ээси, даяр."  |
    And there is a mail server
    And it is published

  Scenario: It is sent
    When a case is started for the parcel "44-2"
    Then the heads have "Decide" to do
    And one letter "Чечим: 44-2" has gone to "aigul@example.kg"

  Scenario: The mail server is busy for a while
    Given the mail server answers "451 try later"
    And a case is started for the parcel "44-2"
    And the mail server takes letters again
    When 1 hour passes and the jobs run
    Then one letter "Чечим: 44-2" has gone to "aigul@example.kg"

  Scenario: The address is none
    When a case is started whose applicant gave "nowhere" as an address
    Then the case waits with a reason that names "no e-mail address"
    And no letter has gone out
