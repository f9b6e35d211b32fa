"""271: what a payer states of each patient's coverage, and what it leaves unsaid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.domain.records.eligibility import EligibilityResponse, Member, RequestRejection
from assistant.domain.records.parts import Party, X12Record
from assistant.readers.notes import Spot
from assistant.readers.x12.benefits import benefit
from assistant.readers.x12.dental import dental_active, not_stated
from assistant.readers.x12.envelope import TransactionSet
from assistant.readers.x12.labels import label
from assistant.readers.x12.leftovers import keep
from assistant.readers.x12.parties import chunks, party
from assistant.readers.x12.segments import Segment
from assistant.readers.x12.values import date_with, dates_of, reference, references_of

SOURCE, RECEIVER, SUBSCRIBER, DEPENDENT = "20", "21", "22", "23"

_OPENING = frozenset({"BHT"})
_LEVEL = frozenset({"HL", "TRN", "AAA", "NM1", "N2", "N3", "N4", "PER", "REF", "PRV", "DMG", "INS", "HI", "DTP", "MPI"})


@dataclass
class _Chain:
    """What is open above a patient."""

    payer: Party | None = None
    provider: Party | None = None
    subscriber: Party | None = None
    trace: str | None = None


def eligibility_response(sets: Sequence[TransactionSet], shared: X12Record, spot: Spot) -> EligibilityResponse:
    """All patients of a file; the first one's keys stand at the top as well."""
    members: list[Member] = []
    rejections: list[RequestRejection] = []
    payers: list[str | None] = []
    for found in sets:
        opening, levels = chunks(found.segments, ("HL",))
        keep(opening, _OPENING, spot)
        chain = _Chain()
        for level in levels:
            _level(level, chain, members, rejections, spot)
        payers.append(chain.payer.name if chain.payer else None)
    if len(members) > 1:
        spot.at("members").warn("several_members", f"{len(members)} patients; the flat keys are those of the first")
    if not members:
        spot.at("members").warn("no_member", "the answer names no patient, so it states nothing about coverage")
    first = members[0].model_dump(include=_FLAT) if members else {"payer": payers[0] if payers else None}
    return EligibilityResponse(
        **shared.model_dump(exclude={"warnings"}), **first, members=tuple(members), rejections=tuple(rejections)
    )


#: Keys of the first patient that are repeated at the top.
_FLAT = {
    "payer",
    "member_id",
    "patient",
    "relationship",
    "trace",
    "plan_begin_346",
    "benefits",
    "dental_active",
    "not_stated",
}


def _level(
    level: Sequence[Segment], chain: _Chain, members: list[Member], rejections: list[RequestRejection], spot: Spot
) -> None:
    head, stretches = chunks(level, ("EB",))
    keep(head, _LEVEL, spot)
    before, names = chunks(head, ("NM1",))
    code = head[0].get(3)
    named = party(names[0], spot.at("members" if code in (SUBSCRIBER, DEPENDENT) else "payer")) if names else None
    found = _rejections(head, code, spot)
    rejections += found
    if code == SOURCE:
        chain.payer, chain.provider, chain.subscriber, chain.trace = named, None, None, None
    elif code == RECEIVER:
        chain.provider = named
    else:
        trace = next((segment.maybe(2) for segment in before if segment.id == "TRN"), None)
        if code == SUBSCRIBER:
            chain.subscriber, chain.trace = named, trace
            relationship: Literal["subscriber", "dependent"] = "subscriber"
        else:
            relationship = "dependent"
        if stretches or found or code == DEPENDENT:
            here = spot.at(f"members[{len(members)}]")
            members.append(_member(head, stretches, named, trace or chain.trace, chain, relationship, found, here))


def _rejections(head: Sequence[Segment], level: str, spot: Spot) -> list[RequestRejection]:
    """AAA segments: the payer could not or would not answer."""
    found = []
    for segment in head:
        if segment.id == "AAA":
            meaning = label("rejection", segment.maybe(3))
            found.append(
                RequestRejection(reason=segment.maybe(3), follow_up=segment.maybe(4), meaning=meaning, level=level)
            )
            spot.at("rejections").warn(
                "request_rejected",
                f"AAA {segment.get(3)} in segment {segment.number}: {meaning or 'not in our table'}; "
                "this is no statement about coverage",
            )
    return found


def _member(
    head: Sequence[Segment],
    stretches: Sequence[Sequence[Segment]],
    named: Party | None,
    trace: str | None,
    chain: _Chain,
    relationship: Literal["subscriber", "dependent"],
    rejections: Sequence[RequestRejection],
    spot: Spot,
) -> Member:
    benefits = tuple(benefit(one, spot.at(f"benefits[{i}]")) for i, one in enumerate(stretches))
    dates, references = dates_of(head, spot), references_of(head)
    begin = date_with(dates, "346", "291")
    absent = () if rejections and not benefits else not_stated(benefits)
    if absent:
        spot.at("not_stated").warn("not_stated", f"not stated for dental care: {', '.join(absent)}; ask the payer")
    subscriber = chain.subscriber
    return Member(
        payer=chain.payer.name if chain.payer else None,
        payer_id=chain.payer.id if chain.payer else None,
        provider=chain.provider.full_name if chain.provider else None,
        member_id=(named.id if named and named.id else None) or (subscriber.id if subscriber else None),
        patient=_first_last(named),
        relationship=relationship,
        trace=trace,
        plan_begin_346=begin.date if begin and begin.qualifier == "346" else None,
        benefits=benefits,
        dental_active=dental_active(benefits),
        not_stated=absent,
        rejections=tuple(rejections),
        birth_date=named.birth_date if named else None,
        group=reference(references, "6P", "1L"),
        details=named,
        subscriber=subscriber if relationship == "dependent" else None,
        dates=dates,
        references=references,
    )


def _first_last(person: Party | None) -> str | None:
    return " ".join(part for part in (person.first, person.name) if part) or None if person else None
