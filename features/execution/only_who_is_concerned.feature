Feature: Only who is concerned is asked
  Any number of offices may be concerned; the decision waits for those that were asked and for nobody else.

  Background:
    Given the procedure "(Ask fire @firemen | Ask health @doctors | Ask water @engineers) -> Decide @heads"
    And who is concerned decides which of them are asked
    And it is published

  Scenario: One office is concerned
    Given a case that concerns "health"
    When "Ask health" is done
    Then the heads have "Decide" to do

  Scenario: Two offices are concerned
    Given a case that concerns "health and water"
    When "Ask health" is done
    Then the heads have nothing to do
    And the engineers have "Ask water" to do

  Scenario: Nobody is concerned, and nothing was said for that case
    Given a case that concerns "nobody"
    Then the case waits with a reason that names "concerned"
