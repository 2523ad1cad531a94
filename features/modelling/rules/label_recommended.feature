Feature: A decision without a question
  What is asked is read from its name.

  Scenario: The problem is named
    Given the procedure "Register -> ([big] Check / Ask) -> Decide"
    When it is checked
    Then "label_recommended" names a place

  Scenario: A proper drawing is left in peace
    Given the procedure "Register -> Decide"
    And every place has its name
    When it is checked
    Then "label_recommended" has nothing to say

  Scenario: Once mended, nothing is said any more
    Given the procedure "Register -> ([big] Check / Ask) -> Decide"
    And every place has its name
    When it is checked
    Then "label_recommended" has nothing to say
