"""Sources that point into a case: each carries the value as the case holds it."""

from __future__ import annotations

from datetime import date

from assistant.domain.case import Denial
from assistant.domain.claim import ServiceLine
from assistant.domain.draft import Source
from assistant.domain.policy import Passage
from assistant.tables.service_labels import service_label


def of_line(line: ServiceLine, index: int) -> tuple[Source, ...]:
    """Code, date of service, fee and place of a claim line."""
    named = {
        "code": line.code,
        "date_of_service": line.date_of_service,
        "fee": line.fee,
        "tooth": line.tooth,
        "surfaces": line.surfaces,
        "area": line.area,
    }
    return tuple(
        Source(kind="claim", document=f"claim.lines[{index}].{name}", quote=_text(value))
        for name, value in named.items()
        if value is not None
    )


def of_label(code: str) -> tuple[Source, ...]:
    """What the tables call a procedure; none where they do not know it."""
    label = service_label(code)
    return (Source(kind="table", key=code, document="procedures", quote=label),) if label else ()


def of_denial(denial: Denial, index: int) -> tuple[Source, ...]:
    """Date, codes, amount and words of a denial."""
    named = {
        "date": denial.date,
        "group": denial.group,
        "carc": f"CARC {denial.carc}" if denial.carc else None,
        "rarc": denial.rarc,
        "amount": denial.amount,
        "text": denial.text,
    }
    return tuple(
        Source(kind="denial", document=f"denials[{index}].{name}", quote=_text(value))
        for name, value in named.items()
        if value is not None
    )


def of_passage(passage: Passage, quote: str) -> Source:
    """A verbatim quote of a passage."""
    return Source(kind="passage", key=passage.key, document=passage.document, quote=quote)


def _text(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)
