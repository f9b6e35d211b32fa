"""Bytes to text with page, heading and table row, and bytes to records; never an exception for a bad byte inside."""
