"""Which tools a question calls for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Plan:
    """A tool call that the model proposes."""

    tool: str
    args: dict[str, Any]


def plan(question: str) -> tuple[Plan, ...]:
    """The calls for a question, in order; every question is looked up in the documents."""
    return (Plan("search_policies", {"query": question}),)
