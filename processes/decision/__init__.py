"""Decisions: DMN files, the tables and formulas behind business rule tasks."""
