Feature: Logs in Parquet
  A log is prepared once and read many times; Parquet keeps every figure and what is unknown.

  Scenario: A log is saved and opened again
    Given a log of 3 permits
    When it is saved as "permits.parquet" and opened again
    Then nothing in it has changed

  Scenario: A simulated log stays marked as simulated
    Given a simulated log of 3 permits
    When it is saved as "permits.parquet" and opened again
    Then it is still marked as simulated

  Scenario: A form nobody knows is refused
    Given a log of 3 permits
    When it is saved as "permits.docx"
    Then the log is refused because of "No log format"
