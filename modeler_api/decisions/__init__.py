"""Decisions beside a procedure: which there are, what they ask for, what samples come to, what is wrong with them."""
