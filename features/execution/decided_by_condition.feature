Feature: The data decide the way
  At a fork the first condition that holds is taken; when nothing can be decided the case waits, and says why.

  Background:
    Given the procedure "Register @clerks -> ([fee > 100] Approve @heads / Approve simply @clerks) -> Notify @clerks"
    And it is published

  Scenario Outline: The condition holds or not
    Given a case with "fee" of <fee>
    When "Register" is done
    Then the <group> have "<step>" to do

    Examples:
      | fee | group  | step           |
      | 250 | heads  | Approve        |
      | 50  | clerks | Approve simply |
      | 100 | clerks | Approve simply |

  Scenario: Nobody said how much
    Given a case with nothing known
    When "Register" is done
    Then nobody has anything to do
    And the case waits with a reason that names "fee"

  Scenario: The drawing knows that it may be missing
    Given "fee" is drawn as something that may be known
    And it is published
    And a case with nothing known
    When "Register" is done
    Then the clerks have "Approve simply" to do

  Scenario: The fork has no other way
    Given the procedure "Register @clerks -> ([fee > 100] Approve @heads / [fee > 200] Refuse @heads)"
    And it is published
    And a case with nothing known
    When "Register" is done
    Then nobody has anything to do
    And the case waits with a reason that names "fee"
