Feature: A form asks for something nothing reads
  Each needless field costs every applicant time.

  Scenario: The problem is named
    Given the procedure "Register @clerk -> ([approved] Issue @clerk / Refuse @clerk)"
    And "Register" shows the form "application"
    And the form "application" asks for "approved, shoe_size"
    When it is checked
    Then "form_collects_unread" names "Register"

  Scenario: A proper drawing is left in peace
    Given the procedure "Register @clerk -> ([approved] Issue @clerk / Refuse @clerk)"
    When it is checked
    Then "form_collects_unread" has nothing to say

  Scenario: Once mended, nothing is said any more
    Given the procedure "Register @clerk -> ([approved] Issue @clerk / Refuse @clerk)"
    And "Register" shows the form "application"
    And the form "application" asks for "approved, shoe_size"
    And the condition before "Issue" is "approved and shoe_size > 40"
    When it is checked
    Then "form_collects_unread" has nothing to say

  Scenario: A field by which officers find the case is read by them
    Given the procedure "Register @clerk -> ([approved] Issue @clerk / Refuse @clerk)"
    And "Register" shows the form "application"
    And the form "application" asks for "approved, shoe_size"
    And officers search for cases by "shoe_size"
    When it is checked
    Then "form_collects_unread" has nothing to say
