"""Calls with payers and people: scripts to ask by, what was answered, what it contradicts, whom to ask next."""
