"""What the tools of one turn may use."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from assistant.domain.ports import PolicyLimits
from assistant.retrieval.library import Library
from assistant.tables.icd10cm import Icd10cm
from assistant.tables.imported import Imported

if TYPE_CHECKING:
    from assistant.intake.case_file import LoadedCase


@dataclass(frozen=True)
class Turn:
    """The question's fixed points: whose documents, which payer and plan, which day, which case.

    ``payers`` are all that the thread names; a tool may be asked about those and no other.
    ``question`` is what the person wrote, where tools read pasted text from, without ``orders`` to a model that stood
    in it; ``tell`` hears of each step.
    """

    library: Library
    on: date
    today: date
    payer: str | None = None
    plan: str | None = None
    k: int = 6
    payers: tuple[str, ...] = ()
    question: str = ""
    orders: tuple[str, ...] = ()
    case: LoadedCase | None = None
    limits: PolicyLimits | None = None
    icd: Icd10cm | None = None
    imported: Imported | None = None
    tell: Callable[[str, Mapping[str, Any]], None] | None = None

    def payer_for(self, named: str | None) -> str | None:
        """The payer a tool call is about: one that the thread names, else the turn's own."""
        folded = {payer.casefold(): payer for payer in self.payers}
        return folded.get((named or "").casefold(), self.payer)
