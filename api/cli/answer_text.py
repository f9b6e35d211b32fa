"""Printing an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.cli.output import say

if TYPE_CHECKING:
    from assistant.domain.answer import Answer


def show_answer(answer: Answer) -> None:
    """The answer for people: verdict first, sources with their dates, caveats."""
    from assistant.rendering.answer import answer_text

    say(answer_text(answer))
