"""Orders hidden in material: five hundred trials, for the embedded model and for a hosted one that wants to obey."""
