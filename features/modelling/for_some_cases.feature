Feature: A version is tried with some of the cases
  Before a new version binds everybody, one office or a share of the cases follows it.
  Which version a case follows stands in its history with the reason, and stays with it to its end.

  Background:
    Given the analysts Aigul and Bakyt, and a permit by Aigul
    And the permit is in force and two cases are under way, one at the check
    And officers Dinara of the office in Osh and Emil of the office in Talas
    And a version without the check that Bakyt has approved

  Scenario: One office begins with it
    When Aigul puts it in force for the office in Osh
    Then a case that Dinara opens goes without the check, and its history says why
    But a case that Emil opens is checked, and its history says why
    And the two cases from before go on as they began

  Scenario: A share of the cases begins with it
    When Aigul puts it in force for 50 of 100 cases
    Then of the next 40 cases some follow the one version and some the other
    And everybody can draw again which

  Scenario: It is widened to all
    Given Aigul puts it in force for the office in Osh
    When Aigul widens it, because "nobody missed the check"
    Then a case that Emil opens goes without the check
    And the list of versions says who widened it and why

  Scenario: It is withdrawn
    Given Aigul puts it in force for the office in Osh
    And Dinara has opened a case
    When Aigul withdraws it, because "plans were missing"
    Then a case that Dinara opens is checked
    But the case she opened before goes on without the check

  Scenario: Two trials at once are refused
    Given Aigul puts it in force for the office in Osh
    When a third version is approved and put in force for all
    Then she is told to widen or withdraw the second first
