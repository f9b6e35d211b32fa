"""Prompts, letter and answer templates with declared inputs: data only."""
