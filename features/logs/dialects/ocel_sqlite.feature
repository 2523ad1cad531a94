Feature: Logs about several objects, as a database
  Large logs about several objects are kept as a database file.

  Scenario: A log is saved and opened again
    Given a log of 3 permits
    When it is saved as "permits.sqlite" and opened again
    Then nothing in it has changed

  Scenario: A simulated log stays marked as simulated
    Given a simulated log of 3 permits
    When it is saved as "permits.sqlite" and opened again
    Then it is still marked as simulated

  Scenario: What shall be the case is chosen by a person, not guessed
    Given a log of inspections, each of an application and of a parcel
    When it is saved as "inspections.sqlite" and opened again
    Then the log is refused because of "application, parcel"
    And opened by "parcel" it has 2 cases
