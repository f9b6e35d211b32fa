"""The routes of version 1, one resource a file."""
