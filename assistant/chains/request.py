"""What a kind of draft is asked with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from assistant.chains.brief import Brief, gather
from assistant.chains.finish import Drafted
from assistant.domain.claim import Claim
from assistant.domain.finding import Report
from assistant.domain.ports import PassageSearch, PolicyLimits, Wording
from assistant.intake.case_file import LoadedCase


@dataclass(frozen=True)
class DraftRequest:
    """A case and how it is to be drafted. ``report`` is the check of the case's claim.

    ``level`` is the level of an appeal, ``channel`` where the text goes (see
    ``rendering.channels``; ``None`` for the kind's own form), ``about`` narrows the kind: the
    scenario of a script, the paper of a physician request.
    """

    loaded: LoadedCase
    library: PassageSearch
    report: Report
    today: date
    limits: PolicyLimits | None = None
    wording: Wording | None = None
    trace_id: str = ""
    level: int = 1
    channel: str | None = None
    about: str | None = None

    def brief(self, *, event: str = "appeal", planned: bool = False) -> Brief:
        """The case gathered, with the clock of the event at the level asked for; ``planned`` as in ``gather``."""
        return gather(
            self.loaded, self.library, self.report, self.today, event=event, level=self.level, planned=planned
        )


def as_planned(claim: Claim) -> Claim:
    """The claim as a request before treatment, where none of its services has a day."""
    if any(line.date_of_service for line in claim.lines):
        return claim
    return claim.model_copy(update={"purpose": "predetermination"})


#: One kind of draft.
Chain = Callable[[DraftRequest], Drafted]
