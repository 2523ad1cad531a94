Feature: Being told
  Whoever gets work, or has to know of it, is told once; what one does oneself is no news.

  Background:
    Given a town hall where Aigul and Bek check applications

  Scenario: Work is passed on
    When Aigul passes her application on to Bek
    Then Bek is told once: "Work was given to you"
    And Aigul is told nothing

  Scenario: The news have been read
    Given Aigul has passed her application on to Bek
    When Bek marks the news as read
    Then Bek has nothing unread, however often the clock looks

  Scenario: A case one watches
    Given Bek watches the application of Aigul
    When Aigul completes her application
    Then Bek is told once: "Something happened in a case you watch"
    And Aigul is told nothing
