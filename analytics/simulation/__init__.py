"""The simulator: a model and a scenario become an event log, as if the cases had been lived.

`plan` compiles the model and the scenario once; `tokens` plays the control flow of a case; `desk` gives people and
working hours; `run` is the clock that drives them.  What comes out is an `EventLog` with origin *simulated*, so that
every measure and detector works on it.
"""
