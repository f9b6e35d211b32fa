"""Prompts, letter and answer templates as files with declared inputs, hashed and rendered."""

from assistant.prompting.prompt import Prompt, load_prompt
from assistant.prompting.statements import StatementTemplate, StatementTemplates, load_statements
from assistant.prompting.wording import long_date, needs, placeholder_texts

__all__ = [
    "Prompt",
    "StatementTemplate",
    "StatementTemplates",
    "load_prompt",
    "load_statements",
    "long_date",
    "needs",
    "placeholder_texts",
]
