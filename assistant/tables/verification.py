"""What a payer is asked on a verification call, as read from ``corpus/tables/verification_topics.yaml``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from assistant.tables.source import document


@dataclass(frozen=True, slots=True)
class Topic:
    """One question: ``words`` open an answer to it, ``lane`` is dental, medical or both."""

    topic: str
    question: str
    lane: str
    words: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Following:
    """What an answer makes necessary."""

    rule: str
    topic: str
    value: str
    text: str


@cache
def topics() -> tuple[Topic, ...]:
    """Every question, in the order of the call."""
    return tuple(
        Topic(row["topic"], row["question"], row["lane"], re.compile(row["words"], re.IGNORECASE))
        for row in _content()["topics"]
    )


@cache
def following() -> tuple[Following, ...]:
    """Every next step that an answer makes necessary."""
    return tuple(Following(**row) for row in _content()["next_steps"])


def _content() -> dict[str, list[dict[str, str]]]:
    content = document("verification_topics.yaml")
    assert isinstance(content, dict)
    return content
