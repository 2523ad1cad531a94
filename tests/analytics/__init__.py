"""The study, tested."""
