Feature: A procedure is tried before anybody uses it
  An analyst plays a case with the real engine, alone and out of the way. What was played well is
  kept and played again on every later version.

  Background:
    Given an analyst with a permit that is granted within ten days or refused

  Scenario: A case is played to its end
    When the analyst starts a case and grants it
    Then the case ended with “Permit granted”
    And no officer has any work

  Scenario: Time is let pass
    When the analyst starts a case and lets time pass
    Then the head has been told of the late decision
    And the clock of the play moved by days

  Scenario: Going back takes a different way
    When the analyst starts a case and grants it
    And goes back before the decision and refuses it
    Then the case ended with “Permit refused”

  Scenario: A scenario that ends otherwise is found
    Given the analyst kept granting as a scenario
    When the next version refuses everything
    Then the scenario ends otherwise on the new version
    But it still ends the same on the old one
    And the elements and the ways that no scenario takes are listed

  Scenario: A service is not called, its answer is chosen
    Given the permit asks the tax service first
    When the analyst starts a case
    Then the tax service waits for an answer
    When it fails with “NO-SUCH-PERSON”
    Then the case ended with “Nobody of this name”
