"""Hard conversations with patients: which one a description fits, and what the office does next."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

from assistant.tables.source import document


@dataclass(frozen=True, slots=True)
class Conversation:
    """One kind of conversation. ``call_within`` counts calendar days."""

    id: str
    title: str
    patterns: tuple[re.Pattern[str], ...]
    facts: tuple[str, ...]
    call_within: int
    source: str

    def weight(self, text: str) -> int:
        """How well the description fits; earlier patterns weigh more."""
        ranked = reversed(self.patterns)
        return sum(weight for weight, pattern in enumerate(ranked, start=1) if pattern.search(text))


@dataclass(frozen=True, slots=True)
class Step:
    """Something the office does next, for a course of action; ``days`` are business days."""

    id: str
    pattern: re.Pattern[str]
    action: str
    words: str
    days: int


@cache
def conversations() -> tuple[Conversation, ...]:
    """Every kind, in the table's order."""
    return tuple(
        Conversation(
            each["id"],
            each["title"],
            tuple(re.compile(pattern, re.IGNORECASE) for pattern in each["patterns"]),
            tuple(each["facts"]),
            each["call_within"],
            each["source"],
        )
        for each in _content()["scenarios"]
    )


def conversation(name: str) -> Conversation | None:
    """The kind with this id, however it is spelled.

    >>> conversation("Complaint delay").id
    'complaint_delay'
    """
    wanted = re.sub(r"[\s-]+", "_", name.strip().lower())
    return next((each for each in conversations() if each.id == wanted), None)


def fitting(text: str) -> tuple[Conversation, ...]:
    """The kinds that a description fits, best first.

    >>> [each.id for each in fitting("he is furious that the claim was denied")][:1]
    ['frustrated_denial']
    """
    weighed = [(each.weight(text), each) for each in conversations()]
    return tuple(each for weight, each in sorted(weighed, key=lambda pair: -pair[0]) if weight)


def suspects_office(text: str) -> bool:
    """Whether the patient thinks that the office erred.

    >>> suspects_office("she thinks we messed up")
    True
    """
    return any(re.search(pattern, text, re.IGNORECASE) for pattern in _content()["suspicion"])


@cache
def steps() -> tuple[Step, ...]:
    """Every step, in the table's order."""
    return tuple(
        Step(each["id"], re.compile(each["pattern"], re.IGNORECASE), each["action"], each["words"], each["days"])
        for each in _content()["steps"]
    )


def step_for(action: str) -> Step:
    """The step of a course of action; a call to the plan where the table names none."""
    return next((each for each in steps() if each.action == action), steps()[-1])


def status_words(status: str) -> str:
    """Where a claim lies, for the patient; empty for a status that the table does not tell."""
    return str(_content()["statuses"].get(status, ""))


@cache
def _content() -> dict[str, Any]:
    return cast(dict[str, Any], document("conversations.yaml"))
