"""What one artifact contributes to an answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.domain.artifacts import ReplyStatement
from assistant.domain.draft import StatementType
from assistant.domain.policy import GENERAL, Passage
from assistant.models.embedded.quotes import excludes, heading_of
from assistant.models.embedded.table_rows import is_row, worded
from assistant.prompting.statements import load_statements

#: ``answer`` stands alone, ``caveat`` needs care, ``open`` waits for a question, ``nothing`` has no answer.
Standing = Literal["answer", "caveat", "offer", "draft", "open", "nothing"]


@dataclass(frozen=True)
class Part:
    """Statements and questions from one artifact, and how far they answer.

    ``together`` says that they stand or fall with each other, as two quotes that contradict each other do.
    """

    standing: Standing
    statements: tuple[ReplyStatement, ...] = ()
    questions: tuple[str, ...] = ()
    together: bool = False


def say(name: str, artifact: str = "", **slots: object) -> ReplyStatement:
    """One statement of the templates, proved by an artifact where it has one."""
    templates = load_statements("answer")
    kind: StatementType = templates.blocks[name].type
    keys = (artifact,) if artifact else ()
    return ReplyStatement(type=kind, text=templates.render(name, **slots), artifacts=keys)


def quoted(passage: Passage, quote: str) -> ReplyStatement:
    """A verbatim piece of a passage, or a row of its table in words, with whose it is and since when it holds.

    What stands in a list of exclusions is quoted with the heading that says so.
    """
    row = is_row(quote)
    heading = heading_of(passage.section)
    text = load_statements("answer").render(
        "row_says" if row else "says",
        payer=passage.payer,
        general=passage.payer == GENERAL,
        effective_from=passage.effective_from,
        heading=heading if excludes(heading) and not excludes(quote) else None,
        quote=sentence(worded(quote, passage.text)) if row else quote,
    )
    return ReplyStatement(type="policy", text=text, passages=(passage.key,), quote=quote)


def ask(name: str, **slots: object) -> str:
    """A question of the templates."""
    return load_statements("answer").render(name, **slots)


def sentence(text: str) -> str:
    """``text`` with a stop at its end.

    >>> sentence("Add the area"), sentence("Done.")
    ('Add the area.', 'Done.')
    """
    return text if text.rstrip().endswith((".", "?", "!")) else f"{text.rstrip()}."


def lowered(words: Sequence[str]) -> list[str]:
    """Phrases for the middle of a sentence, without their stops."""
    return [word.rstrip(". ") for word in words if word.strip()]
