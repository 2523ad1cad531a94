Feature: A step is called what its reader calls it
  A drawing may name a step in several languages; everybody meets the name in theirs, else the one that is drawn.

  Background:
    Given a town hall where Aigul decides about shops
    And a procedure "Walk the plot @clerks -> Rule on it @clerks" in which four eyes decide
    And "Walk the plot" is called "Жер тилкесин кыдыруу" in Kyrgyz

  Scenario: The work is found under the reader's name
    When Aigul reads what waits for her in Kyrgyz
    Then she reads "Жер тилкесин кыдыруу" and nowhere "Walk the plot"

  Scenario: Without a name in the reader's language the drawn one stands
    When Aigul reads what waits for her in Russian
    Then she reads "Walk the plot" and nowhere "Жер тилкесин кыдыруу"

  Scenario: What somebody may not do is told with the reader's names
    Given Aigul has done the first step
    When Aigul opens the second step in Kyrgyz
    Then she reads "Жер тилкесин кыдыруу" and nowhere "Walk the plot"

  Scenario: The history of a case is read by each in their language
    Given Aigul has done the first step
    When Aigul reads the history of the case in Kyrgyz
    Then she reads "Жер тилкесин кыдыруу" and nowhere "Walk the plot"
    When Aigul reads the history of the case in English
    Then she reads "Walk the plot" and nowhere "Жер тилкесин кыдыруу"
