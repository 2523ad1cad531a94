Feature: A refusal has its way
  A step can end with a refusal; the drawing says who deals with which, and what nobody deals with ends the case as failed.

  Background:
    Given the procedure "Check identity @clerks -> Issue @clerks"
    And a refusal with "EXPIRED" at "Check identity" brings "Renew passport" to the citizens
    And it is published
    And a case has come to "Check identity"

  Scenario: The refusal that was foreseen
    When "Check identity" is refused with "EXPIRED"
    Then the citizens have "Renew passport" to do
    And the clerks have nothing to do

  Scenario: No refusal
    When "Check identity" is done
    Then the clerks have "Issue" to do
    And the citizens have nothing to do

  Scenario: A refusal nobody has foreseen
    When "Check identity" is refused with "FORGED"
    Then the case is "failed"
    And nobody has anything to do
