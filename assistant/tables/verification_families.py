"""How the questions of a verification call are worded for a family of cases."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, cast

from assistant.tables.source import document
from assistant.tables.verification import topics


@dataclass(frozen=True, slots=True)
class Question:
    """A question with ``{codes}`` in place of the codes; ``families`` empty is for all."""

    topic: str
    ask: str
    lane: str
    families: tuple[str, ...] = ()


def questions(lane: str, family: str = "") -> tuple[Question, ...]:
    """The questions of a call in their order, those of the family in their place.

    >>> [question.topic for question in questions("medical", "osa_appliance")][:4]
    ['eligible', 'plan_type', 'funding', 'network']
    """
    found = [each for each in _every() if each.lane in ("both", lane)]
    return tuple(each for each in found if not each.families or family in each.families)


def opening() -> tuple[str, ...]:
    """What is said first; ``{office}`` and ``{npi}`` are filled in."""
    return tuple(_content()["opening"])


def closing() -> tuple[str, ...]:
    """What is said last."""
    return tuple(_content()["closing"])


@cache
def _every() -> tuple[Question, ...]:
    """The topics with their wording, each followed by the extra questions that belong behind it."""
    worded: dict[str, str] = _content()["worded"]
    found: list[Question] = []
    for topic in topics():
        found.append(Question(topic.topic, worded.get(topic.topic, topic.question), topic.lane))
        found += [
            Question(each["topic"], each["ask"], each["lane"], tuple(each["families"]))
            for each in _content()["extra"]
            if each["after"] == topic.topic
        ]
    return tuple(found)


@cache
def _content() -> dict[str, Any]:
    return cast(dict[str, Any], document("verification_families.yaml"))
