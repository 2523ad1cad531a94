Feature: A script in Python
  Such a script could reach into the server, and is refused.

  Scenario: The problem is named
    Given the procedure ":script Compute fee -> Decide"
    And the script of "Compute fee" is written in "python"
    When it is checked
    Then "python_script" names "Compute fee"

  Scenario: A proper drawing is left in peace
    Given the procedure ":script Compute fee -> Decide"
    When it is checked
    Then "python_script" has nothing to say

  Scenario: Once mended, nothing is said any more
    Given the procedure ":script Compute fee -> Decide"
    And the script of "Compute fee" is written in "python"
    And the script of "Compute fee" is written in "feel"
    When it is checked
    Then "python_script" has nothing to say
