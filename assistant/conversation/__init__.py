"""The one tool-calling loop, and what becomes of a model's reply."""
