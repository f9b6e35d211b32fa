"""835: a check with its claims and provider adjustments, balanced at every level."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from assistant.domain.records.parts import Party, X12Record
from assistant.domain.records.remittance import Check, ProviderAdjustment, Remittance, RemittanceClaim
from assistant.readers.notes import Spot, shown
from assistant.readers.x12.balance import balance_check, note_moved
from assistant.readers.x12.envelope import TransactionSet
from assistant.readers.x12.leftovers import keep, only, stray
from assistant.readers.x12.parties import chunks, party
from assistant.readers.x12.remittance_claim import remittance_claim
from assistant.readers.x12.segments import Segment
from assistant.readers.x12.values import amount, day, element, references_of

_HEADER = frozenset({"BPR", "NTE", "TRN", "CUR", "REF", "DTM"})
_PARTY = frozenset({"N1", "N2", "N3", "N4", "REF", "PER", "RDM"})
_SUMMARIES = frozenset({"LX", "TS3", "TS2"})


@dataclass
class _Loops:
    """The stretches of an 835: what opens the check, each claim, and what closes it."""

    header: list[Segment] = field(default_factory=list)
    claims: list[list[Segment]] = field(default_factory=list)
    summaries: list[Segment] = field(default_factory=list)
    provider: list[Segment] = field(default_factory=list)
    between: list[Segment] = field(default_factory=list)


def remittance(sets: Sequence[TransactionSet], shared: X12Record, spot: Spot) -> Remittance:
    """All payments of a file."""
    checks = tuple(_check(found, spot.at(f"checks[{i}]")) for i, found in enumerate(sets))
    _flag_duplicate_traces(checks, spot)
    _flag_duplicate_claims(checks, spot)
    return Remittance(**shared.model_dump(exclude={"warnings"}), checks=checks)


def _check(found: TransactionSet, spot: Spot) -> Check:
    """One payment with everything it explains."""
    loops = _loops(found.segments)
    claims = tuple(remittance_claim(claim, spot.at(f"claims[{i}]")) for i, claim in enumerate(loops.claims))
    plb = tuple(_provider_adjustments(loops.provider, spot))
    keep(loops.between, (), spot)
    note_moved(plb, spot)
    return _headed(found, loops, claims, plb, spot)


def _loops(segments: Iterable[Segment]) -> _Loops:
    loops = _Loops()
    current = loops.header
    for segment in segments:
        if segment.id == "CLP":
            current = [segment]
            loops.claims.append(current)
        elif segment.id in _SUMMARIES:
            current = loops.between
            loops.summaries.append(segment)
        elif segment.id == "PLB":
            current = loops.between
            loops.provider.append(segment)
        else:
            current.append(segment)
    return loops


def _headed(
    found: TransactionSet,
    loops: _Loops,
    claims: tuple[RemittanceClaim, ...],
    plb: tuple[ProviderAdjustment, ...],
    spot: Spot,
) -> Check:
    header, named = chunks(loops.header, ("N1",))
    keep(header, _HEADER, spot)
    bpr = only(header, "BPR", spot, required=True)
    trn = only(header, "TRN", spot, required=True)
    parties = _parties(named, spot)
    paid = amount(bpr, 2, spot, "bpr_amount", required=True) if bpr else None
    flag = "/".join(part for part in (bpr.get(3), bpr.get(4)) if part) if bpr else ""
    payer, payee = parties.get("PR"), parties.get("PE")
    production = next((segment for segment in header if segment.id == "DTM" and segment.get(1) == "405"), None)
    return Check(
        st02=found.control,
        bpr_amount=paid,
        bpr_flag=flag or None,
        trace=trn.maybe(2) if trn else None,
        trace_origin=trn.maybe(3) if trn else None,
        payer=payer.name if payer else None,
        payee=payee.name if payee else None,
        claims=claims,
        plb=plb,
        bpr_handling=bpr.maybe(1) if bpr else None,
        se01_declared=found.declared,
        se01_counted=found.counted,
        check_balances=balance_check(paid, bpr.get(3) if bpr else "", claims, plb, spot),
        payment_date=_payment_date(bpr, spot) if bpr else None,
        production_date=day(production, 2, spot, "production_date") if production else None,
        currency=next((segment.maybe(2) for segment in header if segment.id == "CUR"), None),
        payer_details=payer,
        payee_details=payee,
        references=references_of(header),
        provider_summaries=tuple(segment.raw for segment in loops.summaries if segment.id != "LX"),
    )


def _payment_date(bpr: Segment, spot: Spot) -> str | None:
    """BPR16; an empty one is flagged, because deadlines count from it."""
    found = day(bpr, 16, spot, "payment_date")
    if found is None:
        spot.at("payment_date").warn("missing_date", f"{element(bpr, 16)} is empty, so the payment has no date")
    return found


def _parties(named: Sequence[list[Segment]], spot: Spot) -> dict[str, Party]:
    """Payer (PR) and payee (PE); a third N1 is kept as a warning."""
    found: dict[str, Party] = {}
    for stretch in named:
        role = stretch[0].get(1)
        where = {"PR": "payer_details", "PE": "payee_details"}.get(role, "parties")
        if role in found or where == "parties":
            stray(stretch[0], spot)
            continue
        found[role] = party(stretch, spot.at(where))
        keep(stretch, _PARTY, spot)
    for role, name in (("PR", "payer"), ("PE", "payee")):
        if role not in found:
            spot.at(name).warn("missing_segment", f"there is no N1*{role} segment, so the {name} is not named")
    return found


def _provider_adjustments(segments: Iterable[Segment], spot: Spot) -> list[ProviderAdjustment]:
    """Every pair of every PLB: a reason, alone or with a reference, and an amount."""
    found: list[ProviderAdjustment] = []
    for segment in segments:
        fiscal = day(segment, 2, spot, f"plb[{len(found)}].fiscal_date")
        pairs = [
            place
            for place in range(3, max(len(segment.elements), 4), 2)
            if segment.get(place) or segment.get(place + 1)
        ]
        if not pairs:
            spot.at("plb").warn("empty_adjustment", f"PLB in segment {segment.number} holds no adjustment")
        found += [_pair(segment, place, fiscal, spot.at(f"plb[{len(found) + i}]")) for i, place in enumerate(pairs)]
    return found


def _pair(segment: Segment, place: int, fiscal: str | None, spot: Spot) -> ProviderAdjustment:
    parts = segment.parts(place)
    if not parts:
        spot.at("reason").warn("missing_reason", f"{element(segment, place)} is empty beside an amount")
    elif not parts[0].isalnum():
        spot.at("reason").warn(
            "component_separator",
            f"{element(segment, place)} holds {shown(segment.get(place))}, which the declared component separator "
            f"{segment.interchange.delimiters.component!r} does not cut",
        )
        parts = []
    return ProviderAdjustment(
        reason=segment.get(place),
        amount=amount(segment, place + 1, spot, "amount", required=True),
        reason_code=parts[0] if parts and parts[0] else None,
        reference=parts[1] if len(parts) > 1 and parts[1] else None,
        provider=segment.maybe(1),
        fiscal_date=fiscal,
    )


def _flag_duplicate_traces(checks: Sequence[Check], spot: Spot) -> None:
    """Warn where two checks carry one trace number, which then does not identify a payment."""
    seen: dict[tuple[str, str | None], int] = {}
    for index, one in enumerate(checks):
        if one.trace is None:
            continue
        first = seen.setdefault((one.trace, one.trace_origin), index)
        if first != index:
            spot.at(f"checks[{index}].trace").warn(
                "duplicate_trace",
                f"trace number {one.trace} is also that of checks[{first}]; tell the payments apart by ST02 or amount",
            )


def _flag_duplicate_claims(checks: Sequence[Check], spot: Spot) -> None:
    """Warn where a claim comes twice with the same numbers, status and money."""
    seen: dict[tuple[object, ...], str] = {}
    for i, one in enumerate(checks):
        for j, claim in enumerate(one.claims):
            here = f"checks[{i}].claims[{j}]"
            lines = tuple((line.label, line.charge, line.paid, line.date) for line in claim.lines)
            key = (claim.claim_id, claim.payer_claim_no, claim.status, claim.charge, claim.paid, lines)
            first = seen.setdefault(key, here)
            if first != here:
                spot.at(here).warn("duplicate_claim", f"the same claim with the same amounts stands at {first}")
