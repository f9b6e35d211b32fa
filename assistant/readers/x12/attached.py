"""PWK and NTE: what supports a claim or line, and what was remarked on it."""

from __future__ import annotations

from collections.abc import Iterable

from assistant.domain.records.claims import ClaimAttachment
from assistant.domain.records.parts import Reference
from assistant.readers.x12.segments import Segment


def attachments_of(segments: Iterable[Segment]) -> tuple[ClaimAttachment, ...]:
    """Every PWK: kind of report, how it travels, its control number."""
    return tuple(
        ClaimAttachment(report_type=one.maybe(1), transmission=one.maybe(2), control_number=one.maybe(6))
        for one in segments
        if one.id == "PWK"
    )


def notes_of(segments: Iterable[Segment]) -> tuple[Reference, ...]:
    """Every NTE, by its purpose."""
    return tuple(Reference(qualifier=one.get(1), value=one.get(2)) for one in segments if one.id == "NTE")
