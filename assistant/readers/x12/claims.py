"""837: claims as sent. Walks the HL levels, each claim with the provider and people above it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from assistant.domain.records.claims import BillingProvider, SubmittedClaim, SubmittedClaims, Subscriber
from assistant.domain.records.parts import Party, X12Record
from assistant.domain.records.written import Amount
from assistant.readers.notes import Spot, shown
from assistant.readers.x12.claim import Above, submitted_claim
from assistant.readers.x12.envelope import TransactionSet
from assistant.readers.x12.leftovers import keep
from assistant.readers.x12.parties import chunks, party
from assistant.readers.x12.segments import Segment
from assistant.readers.x12.values import reference, total

BILLING, SUBSCRIBER, PATIENT = "20", "22", "23"

_ABOVE = {SUBSCRIBER: BILLING, PATIENT: SUBSCRIBER}
_BELOW = {BILLING: (SUBSCRIBER, PATIENT), SUBSCRIBER: (PATIENT,), PATIENT: ()}

_OPENING = frozenset({"BHT", "REF", "NM1", "N2", "N3", "N4", "PER"})
_LEVEL = frozenset({"HL", "PRV", "CUR", "SBR", "PAT", "NM1", "N2", "N3", "N4", "REF", "PER", "DMG"})


def submitted_claims(sets: Sequence[TransactionSet], shared: X12Record, spot: Spot) -> SubmittedClaims:
    """All claims of a file, in its order."""
    claims: list[SubmittedClaim] = []
    for found in sets:
        _claims_of(found.segments, claims, spot)
    _flag_duplicates(claims, spot)
    summed = total(claim.charge for claim in claims)
    return SubmittedClaims(
        **shared.model_dump(exclude={"warnings"}),
        claims=tuple(claims),
        total_charge=None if summed is None else Amount.of(summed),
    )


@dataclass
class _Chain:
    """The levels that are open: their HL numbers and what each says, together with those above it."""

    numbers: dict[str, str] = field(default_factory=dict)
    levels: dict[str, Above] = field(default_factory=dict)
    above: Above = field(default_factory=Above)

    def enter(self, level: str, number: str, above: Above) -> None:
        """Open a level; what lay below it is forgotten."""
        self.numbers[level] = number
        self.levels[level] = self.above = above
        for below in _BELOW[level]:
            self.numbers.pop(below, None)
            self.levels.pop(below, None)


def _claims_of(segments: Sequence[Segment], claims: list[SubmittedClaim], spot: Spot) -> None:
    opening, levels = chunks(segments, ("HL",))
    chain = _Chain()
    head, stray = chunks(opening, ("CLM",))
    keep(head, _OPENING, spot)
    _read(stray, chain.above, claims, spot)
    for level in levels:
        head, stretches = chunks(level, ("CLM",))
        here = spot.at(f"claims[{len(claims)}]")
        keep(head, _LEVEL, here)
        _enter(head, chain, here)
        _read(stretches, chain.above, claims, spot)


def _read(stretches: Iterable[list[Segment]], above: Above, claims: list[SubmittedClaim], spot: Spot) -> None:
    for stretch in stretches:
        claims.append(submitted_claim(stretch, above, spot.at(f"claims[{len(claims)}]")))


def _enter(head: Sequence[Segment], chain: _Chain, spot: Spot) -> None:
    """Take up a level: what lies below it is forgotten, what lies above it stays."""
    hl = head[0]
    level = hl.get(3)
    reader = _LEVELS.get(level)
    if reader is None:
        spot.warn("unknown_level", f"HL in segment {hl.number} has level {shown(level)}, which an 837 does not know")
        return
    parent = _ABOVE.get(level)
    if parent is not None and hl.get(2) != chain.numbers.get(parent):
        spot.warn(
            "hl_parent",
            f"HL {shown(hl.get(1))} in segment {hl.number} names parent {shown(hl.get(2))}, which is not open",
        )
    base = chain.levels.get(parent, Above()) if parent else Above()
    chain.enter(level, hl.get(1), reader(head, base, spot))


def _named(head: Sequence[Segment], spot: Spot) -> tuple[list[Segment], dict[str, Party]]:
    """The segments before any name, and the first party of each role."""
    before, named = chunks(head, ("NM1",))
    parties: dict[str, Party] = {}
    for stretch in named:
        role = stretch[0].get(1)
        if role in parties:
            spot.warn(
                "unexpected_segment",
                f"a second NM1*{role} in segment {stretch[0].number} is not read: {shown(stretch[0].raw)}",
            )
        else:
            parties[role] = party(stretch, spot.at(_KEYS.get(role, "parties")))
    return before, parties


_KEYS = {"85": "billing", "IL": "subscriber", "QC": "patient", "PR": "payer"}


def _billing_level(head: Sequence[Segment], above: Above, spot: Spot) -> Above:
    before, parties = _named(head, spot)
    billing = parties.get("85")
    taxonomy = next((segment.maybe(3) for segment in before if segment.id == "PRV"), None)
    if billing is None:
        spot.at("billing").warn("missing_segment", "there is no NM1*85 segment, so the billing provider is not named")
        return above
    return Above(
        billing=BillingProvider(
            billing=billing.name,
            npi=billing.npi,
            first=billing.first,
            tax_id=reference(billing.references, "EI", "SY"),
            taxonomy=taxonomy or billing.taxonomy,
            details=billing,
        ),
        parties=tuple(one for role, one in parties.items() if role != "85"),
    )


def _subscriber_level(head: Sequence[Segment], above: Above, spot: Spot) -> Above:
    before, parties = _named(head, spot)
    sbr = next((segment for segment in before if segment.id == "SBR"), None)
    insured = parties.get("IL")
    if insured is None:
        spot.at("subscriber").warn("missing_segment", "there is no NM1*IL segment, so the subscriber is not named")
    subscriber = Subscriber(
        last=insured.name if insured else None,
        first=insured.first if insured else None,
        id=insured.id if insured else None,
        birth_date=insured.birth_date if insured else None,
        relationship=sbr.maybe(2) if sbr else None,
        group=sbr.maybe(3) if sbr else None,
        plan=sbr.maybe(4) if sbr else None,
        sequence=sbr.maybe(1) if sbr else None,
        filing=sbr.maybe(9) if sbr else None,
        details=insured,
    )
    return Above(
        billing=above.billing,
        parties=(*above.parties, *(one for role, one in parties.items() if role not in ("IL", "PR"))),
        subscriber=subscriber,
        payer=parties.get("PR"),
        patient=insured,
        relationship=sbr.maybe(2) if sbr else None,
    )


def _patient_level(head: Sequence[Segment], above: Above, spot: Spot) -> Above:
    before, parties = _named(head, spot)
    pat = next((segment for segment in before if segment.id == "PAT"), None)
    return Above(
        billing=above.billing,
        parties=above.parties,
        subscriber=above.subscriber,
        payer=above.payer,
        patient=parties.get("QC"),
        relationship=pat.maybe(1) if pat else None,
    )


_LEVELS: dict[str, Callable[[Sequence[Segment], Above, Spot], Above]] = {
    BILLING: _billing_level,
    SUBSCRIBER: _subscriber_level,
    PATIENT: _patient_level,
}


def _flag_duplicates(claims: Sequence[SubmittedClaim], spot: Spot) -> None:
    """Warn where one claim number stands twice, which a payer would answer only once."""
    seen: dict[str, int] = {}
    for index, claim in enumerate(claims):
        number = claim.claim_id or ""
        first = seen.setdefault(number, index)
        if number and first != index:
            spot.at(f"claims[{index}].claim_id").warn("duplicate_claim_id", f"the same number as claims[{first}]")
