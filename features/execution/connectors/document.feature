Feature: A document is made
  The decision is set as a page that can be printed, read aloud and checked by its code.

  Background:
    Given the procedure ":service Issue -> Decide @heads"
    And "Issue" uses the connector "document" with
      | template | "letter"                                             |
      | language | language                                             |
      | data     | {title: "Маалымкат", fields: {Участок: parcel}}       |
      | qr       | "kyzmat.example/check/" + parcel                     |
    And it is published

  Scenario Outline: It is made in the applicant's language
    When a case is started in "<language>"
    Then the heads have "Decide" to do
    And the case has one document that is a page in "<language>"

    Examples:
      | language |
      | ky       |
      | ru       |
      | en       |

  Scenario: There is no such language
    When a case is started in "xx"
    Then the case waits with a reason that names "xx"
    And the case has no document

  Scenario: There is no such template
    Given the procedure ":service Issue -> Decide @heads"
    And "Issue" uses the connector "document" with
      | template | "../secrets" |
    And it is published
    When a case is started in "ky"
    Then the case waits with a reason that names "template"
