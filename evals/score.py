"""What a scorer says of one outcome. A score that could not be given is ``None``, which is not zero."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import Field

from assistant.domain.base import Frozen
from evals.case import Case


class Score(Frozen):
    """``value`` from 0 to 1, what was compared with what, and why; one that does not count decides nothing."""

    name: str
    value: float | None = Field(default=None, ge=0, le=1)
    compared: str = ""
    why: str = ""
    counts: bool = True


@dataclass(frozen=True)
class Outcome:
    """What a task returned: text for a reader, the tools and evidence behind it, and values for the scorers."""

    question: str = ""
    text: str = ""
    tools: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    values: Mapping[str, Any] = field(default_factory=dict)
    tokens: tuple[int, int] = (0, 0)
    by: str = ""  # the model that answered, where one says so


Scorer = Callable[[Case, Outcome], Score]


def unscored(name: str, why: str) -> Score:
    """No score, because there is nothing to compare."""
    return Score(name=name, why=why)


def exact(name: str, wanted: object, got: object) -> Score:
    """1 where both are equal.

    >>> exact("status", "ready", "blocked").why
    "expected 'ready', got 'blocked'"
    """
    right = wanted == got
    return Score(
        name=name,
        value=float(right),
        compared=f"{wanted!r} with {got!r}",
        why="equal" if right else f"expected {wanted!r}, got {got!r}",
    )


def share(name: str, wanted: Sequence[str], missing: Sequence[str], what: str = "missing") -> Score:
    """The share of what was wanted that is there; unscored where nothing was wanted.

    >>> share("facts", ["a", "b"], ["b"]).value
    0.5
    >>> share("facts", [], []).value is None
    True
    """
    if not wanted:
        return unscored(name, "nothing is expected")
    value = 1 - len(missing) / len(wanted)
    why = f"{what}: {'; '.join(missing)}" if missing else "all there"
    return Score(name=name, value=value, compared=f"{len(wanted)} expected: {'; '.join(wanted)}"[:600], why=why[:600])


def none_of(name: str, found: Sequence[str], looked_for: str) -> Score:
    """1 where nothing was found that must not be there."""
    return Score(
        name=name,
        value=float(not found),
        compared=looked_for[:600],
        why=f"found: {'; '.join(found)}"[:600] if found else "none found",
    )
