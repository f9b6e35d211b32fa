"""Prompts, letter and answer templates as files with declared inputs, hashed and rendered.

``prompt.load_prompt`` and ``statements.load_statements`` are the way in; ``wording`` says dates,
money and placeholders, without the template engine.
"""
