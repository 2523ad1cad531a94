Feature: One procedure starts after another
  When a case ends, the next procedure begins by itself, once.

  Background:
    Given the procedure "Register @clerks -> Decide @heads"
    And it is published as "permit"
    And the procedure "Archive @archivists"
    And it is published as "filing"

  Scenario: It ends well
    Given "filing" follows when "permit" is completed
    When a case of "permit" is done to its end
    Then the archivists have "Archive" to do once

  Scenario: It is withdrawn
    Given "filing" follows when "permit" is completed
    When a case of "permit" is withdrawn
    Then the archivists have nothing to do

  Scenario: It no longer follows
    Given "filing" follows when "permit" is completed
    And that is switched off
    When a case of "permit" is done to its end
    Then the archivists have nothing to do
