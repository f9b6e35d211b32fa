"""Documents, passages, versions in force, and what their text says."""
