"""277 and 277CA: where claims stand. Walks the HL levels; a trace (TRN) opens each claim."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from assistant.domain.records.parts import Party, X12Record
from assistant.domain.records.status import BatchStatus, ClaimStatus, ClaimStatuses, StatusCode, StatusLine
from assistant.readers.notes import Spot
from assistant.readers.x12.envelope import TransactionSet
from assistant.readers.x12.leftovers import keep
from assistant.readers.x12.parties import chunks, party
from assistant.readers.x12.segments import Segment
from assistant.readers.x12.status_codes import accepted, flag, status_codes
from assistant.readers.x12.values import amount, date_with, dates_of, procedure, qualified_of, reference, references_of

_OPENING = frozenset({"BHT", "REF"})
_LEVEL = frozenset({"HL", "NM1", "N2", "N3", "N4", "PER", "DMG", "REF"})
_CLAIM = frozenset({"TRN", "STC", "REF", "DTP", "QTY", "AMT", "PWK"})
_LINE = frozenset({"SVC", "STC", "REF", "DTP"})

#: HL03 of the levels above a patient, with our name for each.
_LEVELS = {"20": "payer", "21": "receiver", "19": "provider"}

#: HL03 of patients: subscriber, dependent, and the patient level of a 277CA.
_PATIENTS = frozenset({"22", "23", "PT"})


@dataclass
class _Chain:
    """The party of each level that is open."""

    payer: Party | None = None
    provider: Party | None = None
    subscriber: Party | None = None
    parties: list[Party] = field(default_factory=list)


def claim_statuses(sets: Sequence[TransactionSet], shared: X12Record, spot: Spot) -> ClaimStatuses:
    """All claims of a file, and what was said of whole batches."""
    claims: list[ClaimStatus] = []
    batches: list[BatchStatus] = []
    parties: list[Party] = []
    for found in sets:
        opening, levels = chunks(found.segments, ("HL",))
        keep(opening, _OPENING, spot)
        chain = _Chain(parties=parties)
        for level in levels:
            _level(level, chain, claims, batches, spot)
    return ClaimStatuses(
        **shared.model_dump(exclude={"warnings"}), claims=tuple(claims), batches=tuple(batches), parties=tuple(parties)
    )


def _level(
    level: Sequence[Segment], chain: _Chain, claims: list[ClaimStatus], batches: list[BatchStatus], spot: Spot
) -> None:
    head, traced = chunks(level, ("TRN",))
    code = head[0].get(3)
    keep(head, _LEVEL, spot)
    _, names = chunks(head, ("NM1",))
    named = party(names[0], spot.at("parties")) if names else None
    if code in _PATIENTS:
        if code == "22":
            chain.subscriber = named
        _patient(traced, named, chain, code, claims, spot)
        return
    if code not in _LEVELS:
        spot.warn(
            "unknown_level", f"HL in segment {head[0].number} has the level {code!r}; its content is kept as a batch"
        )
    _open(code, named, chain)
    for stretch in traced:
        batches.append(_batch(stretch, _LEVELS.get(code, code), named, spot.at(f"batches[{len(batches)}]")))


def _open(code: str, named: Party | None, chain: _Chain) -> None:
    """Take up a level above the patients; what lay below it is forgotten."""
    chain.subscriber = None
    if code == "20":
        chain.payer, chain.provider = named, None
    elif code == "19":
        chain.provider = named
    if named is not None:
        chain.parties.append(named)


def _patient(
    traced: Iterable[Sequence[Segment]],
    named: Party | None,
    chain: _Chain,
    code: str,
    claims: list[ClaimStatus],
    spot: Spot,
) -> None:
    insured = chain.subscriber if code == "23" else named
    for stretch in traced:
        claims.append(_claim(stretch, named or insured, insured, chain, spot.at(f"claims[{len(claims)}]")))


def _last_first(person: Party | None) -> str | None:
    return " ".join(part for part in (person.name, person.first) if part) or None if person else None


def _claim(
    segments: Sequence[Segment], patient: Party | None, insured: Party | None, chain: _Chain, spot: Spot
) -> ClaimStatus:
    head, stretches = chunks(segments, ("SVC",))
    keep(head, _CLAIM, spot)
    codes = status_codes(head, spot)
    first = codes[0] if codes else None
    flag(codes, spot)
    if not codes:
        spot.at("status").warn("missing_status", "there is no STC segment, so no status is stated")
    references, dates = references_of(head), dates_of(head, spot)
    served = date_with(dates, "472", "232")
    return ClaimStatus(
        trace=head[0].maybe(2),
        patient=_last_first(patient),
        status=first.status if first else None,
        meaning=first.meaning if first else None,
        date=first.date if first else None,
        charge=first.charge if first else None,
        paid=first.paid if first else None,
        payer_claim_no=reference(references, "1K"),
        accepted=accepted(codes),
        action=first.action if first else None,
        lines=tuple(_line(one, spot.at(f"lines[{i}]")) for i, one in enumerate(stretches)),
        statuses=codes,
        service_from=served.date if served else None,
        service_to=served.end if served else None,
        member_id=insured.id if insured else None,
        payer=chain.payer.name if chain.payer else None,
        provider=chain.provider.full_name if chain.provider else None,
        provider_npi=chain.provider.npi if chain.provider else None,
        subscriber=_last_first(insured),
        dates=dates,
        references=references,
    )


def _line(segments: Sequence[Segment], spot: Spot) -> StatusLine:
    keep(segments, _LINE, spot)
    svc = segments[0]
    read = procedure(svc, 1, spot.at("code"))
    codes = status_codes(segments, spot)
    dates, references = dates_of(segments, spot), references_of(segments)
    served = date_with(dates, "472")
    return StatusLine(
        **read.procedure.model_dump(),
        charge=amount(svc, 2, spot, "charge", required=True),
        paid=amount(svc, 3, spot, "paid"),
        status=codes[0].status if codes else None,
        meaning=codes[0].meaning if codes else None,
        date=served.date if served else None,
        units=svc.maybe(7),
        revenue_code=svc.maybe(4),
        control_number=reference(references, "FJ"),
        statuses=codes,
        references=references,
        recovered=read.recovered,
    )


def _batch(segments: Sequence[Segment], level: str, named: Party | None, spot: Spot) -> BatchStatus:
    keep(segments, _CLAIM, spot)
    codes: tuple[StatusCode, ...] = status_codes(segments, spot)
    flag(codes, spot)
    first = codes[0] if codes else None
    return BatchStatus(
        level=level,
        name=named.full_name if named else None,
        trace=segments[0].maybe(2),
        status=first.status if first else None,
        meaning=first.meaning if first else None,
        action=first.action if first else None,
        charge=first.charge if first else None,
        statuses=codes,
        quantities=qualified_of(segments, "QTY", spot),
        amounts=qualified_of(segments, "AMT", spot),
        dates=dates_of(segments, spot),
        references=references_of(segments),
    )
