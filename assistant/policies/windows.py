"""The time to act that a payer's own documents give."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from assistant.domain.benefits import PlanWindow
from assistant.domain.policy import Passage, PolicyDocument
from assistant.domain.ports import PassageSearch
from assistant.policies.periods import StatedPeriod, periods

#: Letters of a quote that are repeated as the source of a deadline.
_QUOTED = 240


def appeal_window(passages: Iterable[Passage], document: PolicyDocument) -> PlanWindow | None:
    """The first-level appeal period of a document, with the place that states it as its source."""
    return window_of(passages, document, "appeal")


def window_of(passages: Iterable[Passage], document: PolicyDocument, event: str, level: int = 1) -> PlanWindow | None:
    """The period for an event that a document states plainly; ``None`` where it does not or contradicts itself."""
    found = [each for each in periods(passages) if (each.event, each.level) == (event, level)]
    sure = [each for each in found if each.confidence != "low"]
    if not sure:
        return None
    first = next((each for each in sure if each.confidence == "high"), sure[0])
    return _window(first, document)


def held_window(
    library: PassageSearch,
    payer: str,
    event: str,
    on: date,
    *,
    level: int = 1,
    plan: str | None = None,
    only: Callable[[PolicyDocument], bool] | None = None,
) -> PlanWindow | None:
    """The period for an event in the payer's documents in force on the day, quoted; the shortest where they differ.

    ``only`` says which of the documents may speak.
    """
    from assistant.benefits.counting import count

    found = [
        window
        for document in library.in_force(payer, on, plan=plan)
        if (only is None or only(document))
        and (window := quoted_window(library.passages_of(document.id), document, event, level)) is not None
    ]
    return min(found, key=lambda window: count(on, window.value, window.unit), default=None)


def quoted_window(
    passages: Iterable[Passage], document: PolicyDocument, event: str, level: int = 1
) -> PlanWindow | None:
    """As ``window_of``, with the words themselves in its source."""
    kept = tuple(passages)
    window = window_of(kept, document, event, level)
    if window is None:
        return None
    words = next(
        each
        for each in periods(kept)
        if (each.event, each.level, each.value, each.unit) == (event, level, window.value, window.unit)
    ).quote
    quote = words if len(words) <= _QUOTED else f"{words[:_QUOTED].rstrip()} ..."
    return window.model_copy(update={"source": f'{window.source}: "{quote}"'})


def _window(period: StatedPeriod, document: PolicyDocument) -> PlanWindow:
    section = period.section.rsplit(" > ", 1)[-1]
    return PlanWindow(
        value=period.value,
        unit=period.unit,
        counts_from=period.counts_from,
        source=f"{document.title}, {section}",
    )
