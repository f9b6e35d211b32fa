"""An X12 file of any supported kind to its records."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from assistant.domain.errors import BadInput
from assistant.domain.records import SeveralRecords, X12Records
from assistant.domain.records.parts import Interchange, X12Record
from assistant.readers.notes import Notes, Spot
from assistant.readers.x12.claims import submitted_claims
from assistant.readers.x12.eligibility import eligibility_response
from assistant.readers.x12.envelope import TransactionSet, transaction_sets
from assistant.readers.x12.kinds import SUPPORTED_NAMES, kind_of
from assistant.readers.x12.remittance import remittance
from assistant.readers.x12.segments import segments
from assistant.readers.x12.status import claim_statuses

#: Reads all sets of one kind; the shared keys are already in the second argument.
Reader = Callable[[Sequence[TransactionSet], X12Record, Spot], X12Records]

_READERS: dict[str, Reader] = {
    "835": remittance,
    "837D": submitted_claims,
    "837P": submitted_claims,
    "837I": submitted_claims,
    "271": eligibility_response,
    "277": claim_statuses,
    "277CA": claim_statuses,
}


def read_x12(text: str, name: str = "") -> X12Records | SeveralRecords:
    """The records of an interchange file.

    ``BadInput`` when the ISA header is missing or short, or when no transaction set is of a
    supported kind; everything else that is off comes back under ``warnings``.
    """
    notes = Notes()
    interchanges: list[Interchange] = []
    sets: dict[str, list[TransactionSet]] = {}
    others: list[str] = []
    for found in transaction_sets(segments(text, notes), notes, interchanges):
        kind = kind_of(found, notes)
        if kind is None:
            others.append(found.number)
            notes.add(
                "unsupported_set",
                f"transaction set {found.control}",
                f"a {found.number or 'set without ST'} is not read",
            )
        else:
            sets.setdefault(kind, []).append(found)
    if not sets:
        raise _nothing(others)
    _note_separators(interchanges, notes)
    if len(sets) == 1:
        kind, only = next(iter(sets.items()))
        return _record(kind, only, interchanges, notes, name)
    records = tuple(_record(kind, found, interchanges, Notes(), name) for kind, found in sets.items())
    return SeveralRecords(file=name, records=records, warnings=notes.warnings())


def _record(
    kind: str, sets: Sequence[TransactionSet], interchanges: Sequence[Interchange], notes: Notes, name: str
) -> X12Records:
    delimiters = sets[0].interchange.delimiters
    shared = X12Record(
        transaction=kind,
        file=name,
        implementation=tuple(dict.fromkeys(found.implementation for found in sets if found.implementation)),
        transaction_sets=len(sets),
        delimiters=delimiters,
        repetition_separator=delimiters.repetition,
        interchanges=tuple(interchanges),
        se_count_mismatch=tuple(found.mismatch for found in sets if found.mismatch is not None),
    )
    record = _READERS[kind](sets, shared, Spot(notes))
    return record.model_copy(update={"warnings": notes.warnings()})


def _note_separators(interchanges: Sequence[Interchange], notes: Notes) -> None:
    """Say once that composites are cut at an unusual character, so that raw reasons can be read."""
    marks = dict.fromkeys(one.delimiters.component for one in interchanges if one.delimiters.component != ":")
    for mark in marks:
        notes.add("unusual_separator", "delimiters.component", f"composites are written with {mark!r} instead of ':'")


def _nothing(others: Sequence[str]) -> BadInput:
    if others:
        kinds = ", ".join(sorted({number or "without ST" for number in others}))
        return BadInput(
            f"the file holds only transaction sets this reader has no record for: {kinds}",
            where="ST01",
            fix=f"give an {SUPPORTED_NAMES}",
        )
    return BadInput(
        "the file ends before any transaction set begins",
        where="after the ISA header",
        fix="ask the sender for the complete file",
    )
