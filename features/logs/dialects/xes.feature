Feature: Logs in XES
  Process mining tools exchange logs in XES. A log we write there and read back says the same,
  also whether anybody ever lived it.

  Scenario: A log is saved and opened again
    Given a log of 3 permits
    When it is saved as "permits.xes" and opened again
    Then nothing in it has changed

  Scenario: A simulated log stays marked as simulated
    Given a simulated log of 3 permits
    When it is saved as "permits.xes.gz" and opened again
    Then it is still marked as simulated

  Scenario: A file that could make the reader open other files is refused
    Given a log file that says
      """
      <!DOCTYPE log SYSTEM "file:///etc/passwd"><log></log>
      """
    When the log file is opened
    Then the log is refused because of "document type"
