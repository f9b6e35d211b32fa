"""LX with SV1, SV2 or SV3: a service line as sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from assistant.domain.records.claims import Adjudication, SubmittedLine, Tooth
from assistant.domain.records.parts import Recovered
from assistant.domain.records.written import Amount
from assistant.readers.notes import Spot
from assistant.readers.x12.adjustments import adjustments_of
from assistant.readers.x12.attached import attachments_of, notes_of
from assistant.readers.x12.leftovers import keep, stray
from assistant.readers.x12.parties import chunks, parties_of
from assistant.readers.x12.segments import Segment
from assistant.readers.x12.values import (
    amount,
    date_with,
    dates_of,
    procedure,
    qualified_of,
    reference,
    references_of,
)

_RAW = frozenset(
    {
        "CN1",
        "CR1",
        "CR3",
        "CRC",
        "CTP",
        "FRM",
        "HCP",
        "HSD",
        "K3",
        "LIN",
        "LQ",
        "MEA",
        "PS1",
        "SV4",
        "SV5",
        "SV6",
        "SV7",
    }
)
_KNOWN = frozenset({"LX", "SV1", "SV2", "SV3", "TOO", "DTP", "PWK", "REF", "NTE", "AMT", "QTY"}) | _RAW
_DECIDED = frozenset({"SVD", "CAS", "DTP", "AMT"})


@dataclass(frozen=True)
class _Service:
    """Where each kind of service segment keeps the same things."""

    procedure: int
    charge: int
    units: int
    unit: int = 0
    place: int = 0
    pointers: int = 0


_SERVICES = {
    "SV1": _Service(procedure=1, charge=2, unit=3, units=4, place=5, pointers=7),
    "SV2": _Service(procedure=2, charge=3, unit=4, units=5),
    "SV3": _Service(procedure=1, charge=2, units=6, place=3, pointers=11),
}


def submitted_line(segments: Sequence[Segment], claim_date: str | None, spot: Spot) -> SubmittedLine:
    """The line that ``segments[0]`` opens; ``claim_date`` is the claim's date of service."""
    before, decided = chunks(segments, ("SVD",))
    head, named = chunks(before, ("NM1",))
    keep(head, _KNOWN, spot)
    service = _service(head, spot)
    dates = dates_of(head, spot)
    served = date_with(dates, "472")
    teeth = tuple(_tooth(segment) for segment in head if segment.id == "TOO")
    references = references_of(head)
    own_date = served.date if served else None
    return SubmittedLine(
        **_service_keys(service, spot),
        date=own_date,
        date_end=served.end if served else None,
        service_date=own_date or claim_date,
        teeth=teeth,
        tooth=",".join(one.tooth for one in teeth if one.tooth) or None,
        surfaces=",".join("".join(one.surfaces) for one in teeth if one.surfaces) or None,
        control_number=reference(references, "6R"),
        parties=tuple(parties_of(named, spot)),
        dates=dates,
        amounts=qualified_of(head, "AMT", spot),
        references=references,
        attachments=attachments_of(head),
        notes=notes_of(head),
        adjudications=tuple(_adjudication(one, spot.at(f"adjudications[{i}]")) for i, one in enumerate(decided)),
        other_segments=tuple(segment.raw for segment in head if segment.id in _RAW),
    )


def _service(head: Sequence[Segment], spot: Spot) -> Segment | None:
    """The one SV segment of the line; a second is repeated in a warning."""
    found = [segment for segment in head if segment.id in _SERVICES]
    for extra in found[1:]:
        stray(extra, spot, "is a second service of one line")
    if not found:
        spot.warn("missing_segment", "the line has no SV1, SV2 or SV3 segment")
    return found[0] if found else None


def _service_keys(service: Segment | None, spot: Spot) -> dict[str, Any]:
    """The keys that the service segment fills."""
    if service is None:
        return {"seg": "", "qualifier": None, "code": None, "charge": None}
    at = _SERVICES[service.id]
    keys = _procedure_keys(service, at.procedure, spot)
    dental, institutional = service.id == "SV3", service.id == "SV2"
    return {
        **keys,
        "seg": service.id,
        "charge": amount(service, at.charge, spot, "charge", required=True),
        "units": service.maybe(at.units),
        "unit_of_measure": service.maybe(at.unit) if at.unit else None,
        "place": service.maybe(at.place) if at.place else None,
        "diagnosis_pointers": tuple(part for part in service.parts(at.pointers) if part) if at.pointers else (),
        "revenue_code": service.maybe(1) if institutional else None,
        "area": ",".join(part for part in service.parts(4) if part) or None if dental else None,
        "prosthesis": service.maybe(5) if dental else None,
    }


def _procedure_keys(service: Segment, place: int, spot: Spot) -> dict[str, Any]:
    if service.id == "SV2" and not service.get(place):
        return {"qualifier": None, "code": None}
    read = procedure(service, place, spot.at("code"))
    return {**read.procedure.model_dump(), "recovered": read.recovered or _shifted(service, read.procedure.qualifier)}


def _shifted(service: Segment, qualifier: str | None) -> Recovered | None:
    """What the line says whose composite is cut by the element separator, where that is clear."""
    broken = service.get(1) == qualifier and service.get(2).isalnum() and not service.get(2).isdecimal()
    charge = Amount.read(service.get(3))
    if not broken or charge is None:
        return None
    return Recovered(qualifier=qualifier, code=service.get(2), charge=charge)


def _tooth(segment: Segment) -> Tooth:
    return Tooth(
        system=segment.maybe(1), tooth=segment.maybe(2), surfaces=tuple(part for part in segment.parts(3) if part)
    )


def _adjudication(segments: Sequence[Segment], spot: Spot) -> Adjudication:
    """What another payer decided: SVD with its adjustments and date."""
    keep(segments, _DECIDED, spot)
    svd = segments[0]
    return Adjudication(
        payer_id=svd.maybe(1),
        paid=amount(svd, 2, spot, "paid", required=True),
        code=procedure(svd, 3, spot.at("code")).procedure.code if svd.get(3) else None,
        units=svd.maybe(5),
        adjustments=adjustments_of(segments, spot),
        dates=dates_of(segments, spot),
        amounts=qualified_of(segments, "AMT", spot),
    )
