"""The mechanics of the door."""
