Feature: How much of the work machines do
  Scenario: A person does it all
    Given a procedure drawn as "Register @desk -> Issue @desk"
    When the analyst reads the figure "automation"
    Then the figure is 0

  Scenario: A system looks one thing up
    Given a procedure:
      | step | actor | channel |
      | Look up | system | register query |
      | Sign | official | internal |
    When the analyst reads the figure "automation"
    Then the figure is 0.5

  Scenario: Nothing is the office's work
    Given a procedure:
      | step | actor | channel |
      | Apply | citizen | online |
    When the analyst reads the figure "automation"
    Then nobody has assessed the figure
