"""Care in words that a patient uses, with what proves them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from assistant.chains.patient.figures import Figures
from assistant.domain.claim import ServiceLine
from assistant.domain.draft import Source
from assistant.prompting.wording import listing
from assistant.tables.patient_words import plain_label
from assistant.tables.procedures import procedure

#: How many services are named one by one; more are counted.
NAMED = 4

_LABELS = "patient_labels.csv"


class Care(NamedTuple):
    """A service in plain words and the sources of those words; ``kind`` is without the tooth."""

    words: str
    sources: tuple[Source, ...]
    kind: str = ""


def care_of(line: ServiceLine, index: int, figures: Figures) -> Care:
    """The service of a claim line, with its tooth where it names one."""
    label = plain_label(line.code)
    if label is not None:
        words, source = label.words, Source(kind="table", key=label.key, document=_LABELS, quote=label.words)
    elif (row := procedure(line.code)) is not None:
        words = row.label[0].lower() + row.label[1:]
        source = Source(kind="table", key=row.code, document="procedures.csv", quote=words)
    else:
        key = f"claim.lines[{index}].code"
        words = figures.words(key, f"care with the code {line.code}", f"code {line.code}").shown
        source = Source(kind="calculation", key=key, quote=line.code)
    teeth = [tooth.strip() for tooth in (line.tooth or "").split(",") if tooth.strip()]
    if not teeth:
        return Care(words, (source,), words)
    named = f"tooth {teeth[0]}" if len(teeth) == 1 else f"teeth {listing(teeth)}"
    place = figures.words(f"claim.lines[{index}].tooth", named, named)
    return Care(f"{words} ({named})", (source, Source(kind="calculation", key=place.key, quote=named)), words)


def together(cares: Sequence[Care]) -> Care:
    """Several services as one phrase, each named once; ``the planned care`` where there are too many."""
    distinct = list({care.words: care for care in cares}.values())
    if not distinct or len(distinct) > NAMED:
        return Care("the care listed here", ())
    return Care(
        listing([care.words for care in distinct]),
        tuple(dict.fromkeys(source for care in distinct for source in care.sources)),
    )
