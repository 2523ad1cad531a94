Feature: A link without its other end
  A case disappears at half an arrow.

  Scenario: The problem is named
    Given the procedure "Register -> ! later"
    And "later" is one end of a link
    When it is checked
    Then "link_without_target" names "later"

  Scenario: A proper drawing is left in peace
    Given the procedure "Register -> ! later"
    When it is checked
    Then "link_without_target" has nothing to say

  Scenario: Once mended, nothing is said any more
    Given the procedure "Register -> ! later"
    And "later" is one end of a link
    And "later" is an ordinary signal
    When it is checked
    Then "link_without_target" has nothing to say
