Feature: Nothing is done twice
  Two people press the button, a page is sent again: it counts once.

  Background:
    Given the procedure "Register @clerks -> Decide @heads"
    And it is published

  Scenario: Ten officers complete the same work item
    Given a case has come to "Register"
    When 10 officers complete "Register" at the same moment
    Then one of them succeeds and the others learn that it is done
    And the heads have "Decide" to do once

  Scenario: One officer does it alone
    Given a case has come to "Register"
    When 1 officers complete "Register" at the same moment
    Then one of them succeeds and the others learn that it is done
    And the heads have "Decide" to do once

  Scenario: An application is sent again
    When the application "A-17" is sent 3 times
    Then there is one case
    And the clerks have "Register" to do once
