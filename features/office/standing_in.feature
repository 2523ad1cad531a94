Feature: Standing in
  Who is away names who stands in. The substitute does the other's work under their own name, and the history says for whom.

  Background:
    Given a city hall where Bakyt, Aigul and Erkin check applications
    And Aigul holds one application

  Scenario: The work that is held goes to the substitute on the first day
    Given Aigul is away from today for 5 days, and her held work goes to Erkin
    And Erkin has agreed to stand in
    When the day begins
    Then Erkin holds the application
    And Aigul is given no new work

  Scenario: The substitute acts under their own name, for the absent person
    Given Aigul is away from today for 5 days, and her held work goes to the unit
    And Erkin has agreed to stand in
    When the day begins
    And Erkin acts for Aigul and completes the application
    Then the history says that Erkin did it for Aigul

  Scenario: Nobody stands in who has not agreed
    Given Aigul is away from today for 5 days, and her held work goes to Erkin
    When the day begins
    Then Aigul holds the application
    And Erkin cannot act for Aigul

  Scenario: Who comes back early finds the work again
    Given Aigul is away from today for 5 days, and her held work goes to Erkin
    And Erkin has agreed to stand in
    When the day begins
    And Aigul comes back early
    Then Aigul holds the application
    And Erkin cannot act for Aigul

  Scenario: Nobody is away twice, and nobody who is away stands in
    Given Aigul is away from today for 5 days, and her held work goes to Erkin
    Then Bakyt cannot name Aigul for these days
