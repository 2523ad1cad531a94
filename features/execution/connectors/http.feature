Feature: Another system is asked over the web
  A step may ask a system of another office without a program in between, where the operator allows it.

  Background:
    Given the procedure ":service Ask -> Decide @heads"
    And "Ask" uses the connector "http" with
      | url     | "{outside}/parcels/44-2"                       |
      | headers | {Authorization: "Bearer {{secrets.CADASTRE}}"} |
    And it takes "response.body.owner" as "owner"
    And the secret "CADASTRE" is "s3cret-key"
    And it is published

  Scenario: It answers
    Given the other system answers 200 with
      | owner | Asanova |
    When a case is started for the parcel "44-2"
    Then the heads have "Decide" to do
    And the case knows
      | owner | Asanova |
    And the other system was shown the secret, and nobody else has seen it

  Scenario: It is busy, and asked again later
    Given the other system answers 503 first, then 200 with
      | owner | Asanova |
    And a case is started for the parcel "44-2"
    When 1 hour passes and the jobs run
    Then the heads have "Decide" to do

  Scenario: It says no
    Given the other system answers 403 with
      | reason | wrong key s3cret-key |
    When a case is started for the parcel "44-2"
    Then the case waits with a reason that names "403"
    And the other system was shown the secret, and nobody else has seen it

  Scenario: The operator has not allowed it
    Given no host may be called
    When a case is started for the parcel "44-2"
    Then the case waits with a reason that names "not among the hosts"
    And nobody outside was asked
