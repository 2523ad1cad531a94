Feature: The roadmap ranks procedures by what they cost people
  Scenario: The largest first, unknown last
    Given the procedures of the library
    When they are ranked by the hours of citizens
    Then each has at least as many hours as the next
    And a procedure of which nobody says how often it is asked for stands last

  Scenario: A total says how much of it is unknown
    Given the procedures of the library
    When the hours of citizens are added up
    Then the total is the sum of what is known
    And 1 procedure is said to be unknown

  Scenario: Who asks for what a register holds
    Given the procedures of the library
    When the papers that registers hold are listed
    Then "Passport or ID card" of the population register is asked for by 8 procedures
