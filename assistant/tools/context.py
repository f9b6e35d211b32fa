"""What the tools of one turn may use."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from assistant.retrieval.library import Library


@dataclass(frozen=True)
class Turn:
    """The question's fixed points: whose documents, which payer and plan, which day."""

    library: Library
    on: date
    payer: str | None = None
    plan: str | None = None
    k: int = 6
