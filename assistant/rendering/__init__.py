"""Drafts and answers as text, terminal output, Word, PDF and HTML; wording is decided elsewhere."""
