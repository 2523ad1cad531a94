Feature: The head's view
  A head sees how the work of the unit stands. Figures of a person are told only where the law allows it.

  Background:
    Given a unit of 5 clerks with a head, in which Ana is late with one case and Bek has done one in time

  Scenario: The unit as a whole
    When the head looks at the unit
    Then the head sees 1 open case, 1 of them late, and 100 % within the term
    And no figure of a person is shown

  Scenario: By person, where the law allows it
    Given the law allows figures by person from 5 people on
    When the head looks at the unit
    Then the head sees that Ana holds 1 case
    And it is noted that the head looked

  Scenario: Not in a small unit
    Given the law allows figures by person from 6 people on
    When the head looks at the unit
    Then no figure of a person is shown
