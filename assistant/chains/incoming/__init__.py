"""From the files that somebody gives to a case: told apart, read, asked about."""
