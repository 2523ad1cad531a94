Feature: Whoever writes a condition is told which data is known there
  A condition can ask only for what somebody has answered, decided or worked out by then. The editor says
  which names these are, where each comes from, and which of them come only later.

  Scenario: What the applicant answers first is known at every later step
    Given the procedure of registering a residence
    Then “owner” is known at “Notarise owner's consent”, as an answer in “Moved”
    And “owner” is known at “Register address”, as an answer in “Moved”

  Scenario: What is decided at the end is not known before
    Given the procedure of registering a residence
    Then “outcome” is known at “Registered?”, as an answer in “Register address”
    But “outcome” is not known yet at “Apply at PSC”

  Scenario: What is worked out inside a part of a procedure is known behind it
    Given a procedure with a part in which a fee is worked out
    Then “fee” is known at “Pay”, as what “Work out the fee” gives
    But “fee” is not known yet at “Measure”

  Scenario: The one whose turn it is is known only where it is his turn
    Given a procedure that asks each neighbour and then decides
    Then “neighbour” is known at “Ask a neighbour”, as the one whose turn it is
    And “answers” is known at “Decide”, as what all rounds gave
    But “neighbour” is not known yet at “Decide”
