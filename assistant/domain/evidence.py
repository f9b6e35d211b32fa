"""Everything a draft may rest on, handed to the draft rules as one value."""

from __future__ import annotations

from datetime import date

from assistant.domain.base import Frozen
from assistant.domain.case import Case
from assistant.domain.draft import Contradiction, CriterionRow, Deadline, Enclosure
from assistant.domain.fact import Fact
from assistant.domain.policy import Passage


class Calculation(Frozen):
    """A computed value with the words that explain it; ``key`` is what a statement points to."""

    key: str
    text: str
    values: tuple[str, ...] = ()


class Evidence(Frozen):
    """The case, the passages in force and the calculations behind a draft.

    An edited letter is judged by the same evidence as a fresh one.
    """

    case: Case
    on: date
    today: date
    facts: tuple[Fact, ...] = ()
    passages: tuple[Passage, ...] = ()
    calculations: tuple[Calculation, ...] = ()
    criteria: tuple[CriterionRow, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()
    enclosures: tuple[Enclosure, ...] = ()
    deadline: Deadline | None = None
