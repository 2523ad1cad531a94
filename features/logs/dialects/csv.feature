Feature: Logs as tables
  What an office can export most easily is a table, with headings in its own language.

  Scenario: A table with Kyrgyz headings is understood
    Given a log file that says
      """
      Иш номери;Аракет;Убакыт
      А-1;Кабыл алуу;2026-03-02T09:00:00+06:00
      """
    When the log file is opened
    Then it has 1 case

  Scenario: A table we write is read back
    Given a simulated log of 3 permits
    When it is saved as "permits.csv" and opened again
    Then nothing in it has changed

  Scenario: Times of an unknown zone are refused
    Given a log file that says
      """
      case,activity,timestamp
      1,Register,2026-03-02 09:00
      """
    When the log file is opened
    Then the log is refused because of "zone"

  Scenario: A day that could be a month is not guessed
    Given a log file that says
      """
      case,activity,timestamp
      1,Register,03/04/2026 9:05
      1,Sign,05/04/2026 10:00
      """
    When the log file is opened
    Then the log is refused because of "day or the month"
