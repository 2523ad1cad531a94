"""Trying a procedure out: the real engine in a store of its own in memory, that no inbox, letter or register sees."""
