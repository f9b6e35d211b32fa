"""What is held of a payer when nothing, or nothing on a subject, was in force yet on a day."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from assistant.domain.policy import PolicyDocument


def without_version(documents: Iterable[PolicyDocument], on: date) -> dict[str, PolicyDocument]:
    """The earliest version of each series that had none in force yet on the day, by series.

    A series that was in force and ended is none of them.
    """
    series: dict[str, list[PolicyDocument]] = {}
    for document in documents:
        series.setdefault(document.series, []).append(document)
    earliest = {name: min(versions, key=_first) for name, versions in series.items()}
    return {name: version for name, version in earliest.items() if _first(version) > on}


def nothing_in_force(payer: str, documents: Collection[PolicyDocument], on: date) -> str:
    """Why no document of the payer speaks for the day, in words; empty where one does or none is held."""
    if not documents or any(document.period.contains(on) for document in documents):
        return ""
    begun = [document for document in documents if _first(document) <= on]
    coming = [document for document in documents if _first(document) > on]
    words = []
    if begun:
        last = max(begun, key=lambda document: document.effective_through or date.max)
        words.append(f"the last held, {_named(last)}, ended on {last.effective_through or on}")
    if coming:
        next_one = min(coming, key=_first)
        which = "the next is" if begun else "the earliest is"
        words.append(f"{which} {_named(next_one)}, from {_first(next_one).isoformat()}")
    if begun:
        return f"nothing of {payer} is in force on {on.isoformat()}: {'; '.join(words)}"
    return f"no version of {payer} in force before {_first(min(coming, key=_first)).isoformat()}; {words[0]}"


def not_yet(document: PolicyDocument) -> str:
    """That a series had no version before its first one, in words.

    >>> first = PolicyDocument(id="n-1", series="n", title="Night guards", payer="P", effective_from=date(2024, 1, 1))
    >>> not_yet(first)
    'Night guards: no version in force before 2024-01-01; earliest is n-1'
    """
    return f"{document.title}: no version in force before {_first(document).isoformat()}; earliest is {document.id}"


def _named(document: PolicyDocument) -> str:
    return f"{document.title} ({document.id})"


def _first(document: PolicyDocument) -> date:
    return document.effective_from or date.min
