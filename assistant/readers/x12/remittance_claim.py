"""CLP: a paid, reduced, denied or reversed claim of a remittance."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from assistant.domain.records.parts import Dated, Party
from assistant.domain.records.remittance import RemittanceClaim, RemittanceLine
from assistant.domain.records.written import Amount
from assistant.readers.notes import Spot, shown
from assistant.readers.x12.adjustments import adjustments_of
from assistant.readers.x12.balance import balance_claim, charges_agree, patient_share_agrees
from assistant.readers.x12.labels import label
from assistant.readers.x12.leftovers import by_id, only
from assistant.readers.x12.parties import chunks, contacts, party
from assistant.readers.x12.remittance_line import refused, remittance_line
from assistant.readers.x12.segments import Segment
from assistant.readers.x12.values import amount, date_with, dates_of, element, qualified_of, references_of

_KNOWN = frozenset({"CLP", "CAS", "NM1", "MIA", "MOA", "REF", "DTM", "DTP", "PER", "AMT", "QTY"})

#: Where MIA and MOA keep remark codes.
_REMARK_PLACES = {"MIA": (5, 20, 21, 22, 23), "MOA": (3, 4, 5, 6, 7)}

#: NM101 of the parties that have a key of their own.
_ROLES = {"QC": "patient", "IL": "subscriber", "74": "corrected", "82": "rendering"}

DENIED, REVERSAL = "4", "22"


def remittance_claim(segments: Sequence[Segment], spot: Spot) -> RemittanceClaim:
    """The claim that ``segments[0]`` (CLP) opens."""
    head, stretches = chunks(segments, ("SVC",))
    known = by_id(head, _KNOWN, spot)
    clp, status = head[0], head[0].maybe(2)
    lines = tuple(
        remittance_line(one, claim_denied=status == DENIED, spot=spot.at(f"lines[{i}]"))
        for i, one in enumerate(stretches)
    )
    charge = amount(clp, 3, spot, "charge", required=True)
    paid = amount(clp, 4, spot, "paid", required=True)
    share = amount(clp, 5, spot, "patient_resp")
    taken = adjustments_of(known["CAS"], spot)
    charges_agree(charge, lines, spot)
    patient_share_agrees(share, (*taken, *(one for line in lines for one in line.adjustments)), spot)
    _flag_status(clp, spot)
    _flag_payment(status, charge, paid, lines, spot)
    dates = dates_of((*known["DTM"], *known["DTP"]), spot)
    return RemittanceClaim(
        claim_id=clp.maybe(1),
        status=status,
        status_meaning=label("claim_status", status),
        charge=charge,
        paid=paid,
        patient_resp=share,
        filing=clp.maybe(6),
        payer_claim_no=clp.maybe(7),
        facility=clp.maybe(8),
        frequency=clp.maybe(9),
        drg=clp.maybe(11),
        adjustments=taken,
        remarks=_remarks((*known["MIA"], *known["MOA"])),
        lines=lines,
        claim_balances=balance_claim(charge, paid, taken, lines, spot),
        zero_paid_lines=_names((i, line) for i, line in enumerate(lines) if line.paid is not None and line.paid == 0),
        denied_lines=_names((i, line) for i, line in enumerate(lines) if line.denied),
        partly_denied_lines=_names(
            (i, line) for i, line in enumerate(lines) if not line.denied and refused(line.adjustments)
        ),
        reversal=status == REVERSAL,
        **_parties(known["NM1"], spot),
        service_from=_day(dates, "232", "472"),
        service_to=_day(dates, "233"),
        received=_day(dates, "050"),
        dates=dates,
        amounts=qualified_of(known["AMT"], "AMT", spot),
        quantities=qualified_of(known["QTY"], "QTY", spot),
        references=references_of(known["REF"]),
        contacts=contacts(known["PER"]),
        mia=_elements(known["MIA"], "MIA", spot),
        moa=_elements(known["MOA"], "MOA", spot),
    )


def _names(lines: Iterable[tuple[int, RemittanceLine]]) -> tuple[str, ...]:
    """The codes of lines; a line whose code cannot be read is named by its place."""
    return tuple(line.label or f"line {index + 1}" for index, line in lines)


def _flag_status(clp: Segment, spot: Spot) -> None:
    status = clp.maybe(2)
    if clp.maybe(1) is None:
        spot.at("claim_id").warn(
            "missing_claim_id", f"{element(clp, 1)} is empty, so the claim cannot be matched by number"
        )
    if status is None or label("claim_status", status) is None:
        spot.at("status").warn(
            "unknown_status", f"{element(clp, 2)} holds {shown(clp.get(2))}, which is no claim status"
        )
    if status == REVERSAL:
        spot.at("status").warn("reversal", "this claim takes an earlier payment back; its amounts are negative")


def _flag_payment(
    status: str | None,
    charge: Amount | None,
    paid: Amount | None,
    lines: Sequence[RemittanceLine],
    spot: Spot,
) -> None:
    """Warn where what is paid contradicts the status."""
    on_lines = [line.paid for line in lines if line.paid]
    if status == DENIED and (paid or on_lines):
        spot.at("paid").warn(
            "denied_but_paid",
            f"the claim has status 4 (denied) and is paid {paid.text if paid is not None else 'an unknown amount'}, "
            f"its lines {', '.join(one.text for one in on_lines) or 'nothing'}",
        )
    negative = [one for one in (charge, paid) if one is not None and one < 0]
    if negative and status != REVERSAL:
        spot.at("paid").warn("negative_amount", "charge or payment is negative and the status is not 22 (reversal)")
    if status == REVERSAL and any(one is not None and one > 0 for one in (charge, paid)):
        spot.at("paid").warn("reversal_sign", "the status is 22 (reversal) and charge or payment is positive")


def _remarks(head: Iterable[Segment]) -> tuple[str, ...]:
    return tuple(
        segment.get(place) for segment in head for place in _REMARK_PLACES.get(segment.id, ()) if segment.get(place)
    )


def _elements(head: Iterable[Segment], name: str, spot: Spot) -> tuple[str, ...]:
    segment = only(head, name, spot.at(name.lower()))
    return tuple(segment.rest(1)) if segment else ()


def _day(dates: Iterable[Dated], *qualifiers: str) -> str | None:
    found = date_with(dates, *qualifiers)
    return found.date if found else None


def _parties(named: Iterable[Segment], spot: Spot) -> dict[str, Any]:
    """The people and providers of the claim by role, and the member number."""
    found: dict[str, Party] = {}
    others: list[Party] = []
    for segment in named:
        role = _ROLES.get(segment.get(1), "")
        if role and role not in found:
            found[role] = party([segment], spot.at(role))
        else:
            others.append(party([segment], spot.at(f"other_parties[{len(others)}]")))
    return {**found, "other_parties": tuple(others), "member_id": _member_id(found)}


def _member_id(found: dict[str, Party]) -> str | None:
    """The member number: of the subscriber where one is named, else of the patient."""
    for role in ("subscriber", "patient"):
        if role in found and found[role].id and found[role].id_qualifier != "34":
            return found[role].id
    return None
