"""Putting a version in force: what has to be right before, what becomes of running cases, and from when it holds."""
