"""CLM: one claim as sent, with its lines, teeth, attachments and other payers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.domain.records.claims import (
    BillingProvider,
    Orthodontics,
    SubmittedClaim,
    SubmittedLine,
    Subscriber,
    ToothStatus,
)
from assistant.domain.records.parts import Party
from assistant.domain.records.written import Amount
from assistant.readers.notes import Spot, shown
from assistant.readers.x12.attached import attachments_of, notes_of
from assistant.readers.x12.claim_line import submitted_line
from assistant.readers.x12.leftovers import keep, only
from assistant.readers.x12.other_payer import other_payer
from assistant.readers.x12.parties import chunks, parties_of
from assistant.readers.x12.segments import Segment
from assistant.readers.x12.values import (
    amount,
    date_with,
    dates_of,
    element,
    qualified,
    qualified_of,
    reference,
    references_of,
    total,
)

#: Kept as written: facts of ambulance, vision, home health and contracts that no key holds.
_RAW = frozenset({"CL1", "CN1", "CR1", "CR2", "CR3", "CR5", "CR6", "CRC", "HCP", "K3", "CUR"})

_KNOWN = frozenset({"CLM", "DTP", "DN1", "DN2", "PWK", "AMT", "QTY", "REF", "NTE", "HI"}) | _RAW

PREDETERMINATION = "PB"


@dataclass(frozen=True)
class Above:
    """What the levels above a claim say: who bills, whose insurance, who was treated."""

    billing: BillingProvider | None = None
    parties: tuple[Party, ...] = ()
    subscriber: Subscriber | None = None
    payer: Party | None = None
    patient: Party | None = None
    relationship: str | None = None


def submitted_claim(segments: Sequence[Segment], above: Above, spot: Spot) -> SubmittedClaim:
    """The claim that ``segments[0]`` (CLM) opens."""
    before_lines, stretches = _lines_apart(segments)
    own, others = chunks(before_lines, ("SBR",))
    head, named = chunks(own, ("NM1",))
    keep(head, _KNOWN, spot)
    clm = head[0]
    dates = dates_of(head, spot)
    served = date_with(dates, "472", "434")
    diagnoses = tuple(_diagnoses(head, spot))
    lines = tuple(
        submitted_line(one, served.date if served else None, spot.at(f"lines[{i}]")) for i, one in enumerate(stretches)
    )
    charge = amount(clm, 2, spot, "charge", required=True)
    summed = total(line.charge for line in lines)
    amounts, references = qualified_of(head, "AMT", spot), references_of(head)
    teeth = tuple(ToothStatus(tooth=one.maybe(1), status=one.maybe(2)) for one in head if one.id == "DN2")
    predetermination = clm.get(19) == PREDETERMINATION
    _flag(clm, above, lines, len(diagnoses), predetermination=predetermination, spot=spot)
    return SubmittedClaim(
        claim_id=clm.maybe(1),
        charge=charge,
        place=tuple(clm.parts(5)),
        frequency=_part(clm, 5, 2),
        billing=above.billing,
        subscriber=above.subscriber,
        payer=above.payer,
        patient=above.patient,
        patient_relationship=above.relationship,
        diagnoses=diagnoses,
        lines=lines,
        lines_sum=None if summed is None else Amount.of(summed),
        balances=_balances(charge, lines, spot),
        predetermination=predetermination,
        accident=tuple(clm.parts(11)),
        prior_authorization=reference(references, "G1"),
        predetermination_id=reference(references, "G3"),
        payer_claim_no=reference(references, "F8"),
        service_date=served.date if served else None,
        orthodontics=_orthodontics(head, spot),
        teeth_status=teeth,
        missing_teeth=tuple(one.tooth for one in teeth if one.status == "M" and one.tooth),
        attachments=attachments_of(head),
        patient_paid=qualified(amounts, "F5"),
        notes=notes_of(head),
        dates=dates,
        amounts=amounts,
        references=references,
        parties=(*above.parties, *parties_of(named, spot)),
        other_payers=tuple(other_payer(one, spot.at(f"other_payers[{i}]")) for i, one in enumerate(others)),
        other_segments=tuple(segment.raw for segment in head if segment.id in _RAW),
    )


def _lines_apart(segments: Sequence[Segment]) -> tuple[list[Segment], list[list[Segment]]]:
    """What stands before the lines, and each line: from its LX, or from its SV when LX is left out."""
    opens = ("LX",) if any(segment.id == "LX" for segment in segments) else ("SV1", "SV2", "SV3")
    return chunks(segments, opens)


def _part(segment: Segment, place: int, index: int) -> str | None:
    parts = segment.parts(place)
    return parts[index] or None if len(parts) > index else None


def _diagnoses(head: Iterable[Segment], spot: Spot) -> Iterable[tuple[str | None, str | None]]:
    """Each HI composite as (qualifier, code); one that cannot be cut is (None, None)."""
    index = 0
    for segment in head:
        for place in range(1, len(segment.elements) if segment.id == "HI" else 0):
            parts = segment.parts(place)
            if not parts:
                continue
            if len(parts) < 2 or not parts[0].isalnum() or not parts[1].replace(".", "").isalnum():
                spot.at(f"diagnoses[{index}]").warn(
                    "unreadable_code",
                    f"{element(segment, place)} holds {shown(segment.get(place))}, which is not a diagnosis",
                )
                parts = ["", ""]
            index += 1
            yield parts[0] or None, parts[1] or None


def _orthodontics(head: Iterable[Segment], spot: Spot) -> Orthodontics | None:
    dn1 = only(head, "DN1", spot.at("orthodontics"))
    if dn1 is None:
        return None
    return Orthodontics(
        months_total=dn1.maybe(1), months_remaining=dn1.maybe(2), appliance=dn1.maybe(3), description=dn1.maybe(4)
    )


def _balances(charge: Amount | None, lines: Sequence[SubmittedLine], spot: Spot) -> bool | None:
    summed = total(line.charge for line in lines)
    if charge is None or summed is None:
        spot.at("balances").warn("cannot_balance", "a charge is missing or unreadable, so the claim is not balanced")
        return None
    if lines and summed != charge:
        spot.at("charge").warn("claim_not_balanced", f"line charges add up to {summed}, the claim says {charge.text}")
    return summed == charge


def _flag(
    clm: Segment, above: Above, lines: Sequence[SubmittedLine], diagnoses: int, *, predetermination: bool, spot: Spot
) -> None:
    if clm.maybe(1) is None:
        spot.at("claim_id").warn("missing_claim_id", f"{element(clm, 1)} is empty")
    if above.billing is None or above.subscriber is None:
        spot.warn("missing_level", "the claim stands below no billing provider or no subscriber")
    if not lines:
        spot.at("lines").warn("no_lines", "the claim has no service line")
    for index, line in enumerate(lines):
        here = spot.at(f"lines[{index}]")
        if line.service_date is None and not predetermination:
            here.at("date").warn("missing_date", "neither the line nor the claim states a date of service")
        for pointer in line.diagnosis_pointers:
            if not pointer.isdecimal() or not 1 <= int(pointer[:4]) <= diagnoses:
                here.at("diagnosis_pointers").warn(
                    "bad_pointer", f"points at diagnosis {shown(pointer)}, the claim has {diagnoses}"
                )
