"""SVC: a service line of a remittance."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from assistant.domain.records.parts import Adjustment, Procedure, Recovered
from assistant.domain.records.remittance import RemittanceLine
from assistant.domain.records.written import Amount
from assistant.readers.notes import Spot, shown
from assistant.readers.x12.adjustments import adjustments_of
from assistant.readers.x12.balance import balance_line
from assistant.readers.x12.labels import shares_out
from assistant.readers.x12.leftovers import by_id
from assistant.readers.x12.segments import Segment
from assistant.readers.x12.values import (
    ReadProcedure,
    amount,
    date_with,
    dates_of,
    element,
    procedure,
    qualified,
    qualified_of,
    reference,
    references_of,
    total,
)

_KNOWN = frozenset({"SVC", "DTM", "DTP", "CAS", "REF", "AMT", "QTY", "LQ"})

_REVENUE = re.compile(r"[0-9]{4}\Z")
_CODE = re.compile(r"[A-Z]?[0-9]{4,5}[A-Z]?\Z")


def remittance_line(segments: Sequence[Segment], *, claim_denied: bool, spot: Spot) -> RemittanceLine:
    """The line that ``segments[0]`` (SVC) opens; ``claim_denied`` when its claim has status 4."""
    svc, known = segments[0], by_id(segments, _KNOWN, spot)
    read = procedure(svc, 1, spot.at("code"))
    charge = amount(svc, 2, spot, "charge", required=True)
    paid = amount(svc, 3, spot, "paid", required=True)
    taken = adjustments_of(known["CAS"], spot)
    amounts = qualified_of(known["AMT"], "AMT", spot)
    references = references_of(known["REF"])
    dates = dates_of((*known["DTM"], *known["DTP"]), spot)
    served = date_with(dates, "472", "150")
    _flag_revenue(svc, spot)
    return RemittanceLine(
        qualifier=read.procedure.qualifier,
        code=read.procedure.code,
        modifiers=read.procedure.modifiers,
        description=read.procedure.description,
        charge=charge,
        paid=paid,
        units=svc.maybe(5),
        date=served.date if served else None,
        adjustments=taken,
        remarks=tuple(segment.get(2) for segment in known["LQ"] if segment.get(2)),
        allowed_B6=qualified(amounts, "B6"),
        line_balances=balance_line(charge, paid, taken, spot),
        recovered=read.recovered or _shifted(svc, read, taken),
        submitted=_submitted(svc, read, spot),
        submitted_units=svc.maybe(7),
        revenue_code=svc.maybe(4),
        control_number=reference(references, "6R"),
        denied=claim_denied or (paid is not None and paid <= 0 and refused(taken)),
        dates=dates,
        amounts=amounts,
        quantities=qualified_of(known["QTY"], "QTY", spot),
        references=references,
    )


def refused(adjustments: Iterable[Adjustment]) -> bool:
    """Whether a reason refuses an amount, rather than prices it or shares it out."""
    return any(
        one.amount is not None and one.amount > 0 and one.reason and not shares_out(one.reason) for one in adjustments
    )


def _flag_revenue(svc: Segment, spot: Spot) -> None:
    if svc.get(4) and not _REVENUE.match(svc.get(4)):
        spot.at("revenue_code").warn(
            "bad_revenue_code",
            f"{element(svc, 4)} holds {shown(svc.get(4))}, which is not a revenue code of four digits",
        )


def _submitted(svc: Segment, paid_as: ReadProcedure, spot: Spot) -> Procedure | None:
    """The procedure the payer was sent (SVC06), where it tells it; a change is flagged."""
    if not svc.get(6):
        return None
    sent = procedure(svc, 6, spot.at("submitted")).procedure
    if sent.code and paid_as.procedure.code and sent.code != paid_as.procedure.code:
        spot.at("code").warn("code_changed", f"submitted as {sent.code}, adjudicated as {paid_as.procedure.code}")
    return sent


def _shifted(svc: Segment, read: ReadProcedure, taken: Sequence[Adjustment]) -> Recovered | None:
    """What a line says whose composite is cut by the element separator: all is one place late.

    Told only when the shifted amounts balance, which the ones in place then do not.
    """
    if read.procedure.code is not None or read.procedure.qualifier is None or not _CODE.match(svc.get(2)):
        return None
    charge, paid, off = Amount.read(svc.get(3)), Amount.read(svc.get(4)), total(one.amount for one in taken)
    if charge is None or paid is None or off is None or charge - off != paid:
        return None
    return Recovered(qualifier=read.procedure.qualifier, code=svc.get(2), charge=charge, paid=paid)
