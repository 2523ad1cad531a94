"""The library of procedures: counted, checked, played and simulated."""
