"""Help for whoever writes FEEL: which data is known where, which functions there are, and the words of it."""
