"""Rules on what a person or a model changed in a checked text."""
