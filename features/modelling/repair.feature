Feature: Mending a broken file
  Files come from old tools, from hands and from language models. On request what can be mended is
  mended, and every repair is named; the file that was brought stays as it is.

  Scenario: A file a language model wrote is mended
    Given a file that begins with "Here is your model:" and forgets its last tag
    When it is mended
    Then it can be read
    And it is said that "The text before the first tag was taken away."
    And it is said that "The missing end tag of <definitions> was written."

  Scenario: A proper file is left as it is
    Given a proper file
    When it is mended
    Then it can be read
    And nothing was mended

  Scenario: What is no model is not made one
    Given a file that is a letter
    When it is mended
    Then the mending is refused because of "not XML"
