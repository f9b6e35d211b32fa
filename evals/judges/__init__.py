"""Judges that others wrote, put to this program: a static analyser and two attackers of retrieval."""
