"""EB with what follows it: one statement about a benefit."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.domain.records.eligibility import Benefit, Delivery
from assistant.domain.records.parts import Party
from assistant.readers.notes import Spot, shown
from assistant.readers.x12.labels import label
from assistant.readers.x12.leftovers import keep
from assistant.readers.x12.parties import chunks, party
from assistant.readers.x12.segments import Segment
from assistant.readers.x12.values import amount, dates_of, element, procedure, references_of

_KNOWN = frozenset({"EB", "HSD", "REF", "DTP", "AAA", "MSG", "III", "LS", "LE"})
_PARTY = frozenset({"NM1", "N2", "N3", "N4", "PER", "PRV", "LE"})

_NETWORK = {"Y": "in network", "N": "out of network", "W": "whatever the network", "U": "network unknown"}


def benefit(segments: Sequence[Segment], spot: Spot) -> Benefit:
    """The statement that ``segments[0]`` (EB) makes."""
    head, named = chunks(segments, ("NM1",))
    keep(head, _KNOWN, spot)
    eb = head[0]
    people = tuple(_person(stretch, spot.at(f"parties[{i}]")) for i, stretch in enumerate(named))
    deliveries = tuple(_delivery(segment) for segment in head if segment.id == "HSD")
    stated = Benefit(
        info=eb.get(1),
        coverage_level=eb.maybe(2),
        service_types=_service_types(eb, spot),
        insurance_type=eb.maybe(4),
        plan=eb.maybe(5),
        time_period=eb.maybe(6),
        amount=amount(eb, 7, spot, "amount"),
        percent=amount(eb, 8, spot, "percent"),
        quantity_qualifier=eb.maybe(9),
        quantity=amount(eb, 10, spot, "quantity"),
        authorization=eb.maybe(11),
        in_network=eb.maybe(12),
        procedure=procedure(eb, 13, spot.at("procedure")).procedure if eb.get(13) else None,
        deliveries=deliveries,
        messages=tuple(segment.get(1) for segment in head if segment.id == "MSG" and segment.get(1)),
        dates=dates_of(head, spot),
        references=references_of(head),
        parties=people,
        place=tuple(segment.get(2) for segment in head if segment.id == "III" and segment.get(2)),
    )
    _flag(eb, stated, head, spot)
    return stated.model_copy(update={"meaning": _meaning(stated)})


def _person(stretch: Sequence[Segment], spot: Spot) -> Party:
    keep(stretch, _PARTY, spot)
    return party(stretch, spot)


def _service_types(eb: Segment, spot: Spot) -> tuple[str, ...]:
    codes = tuple(code for code in eb.repeats(3) if code)
    for code in codes:
        if not code.isalnum():
            spot.at("service_types").warn(
                "unreadable_code",
                f"{element(eb, 3)} holds {shown(code)}; the declared repetition separator "
                f"{eb.interchange.delimiters.repetition!r} does not cut it",
            )
    return codes


def _flag(eb: Segment, stated: Benefit, head: Sequence[Segment], spot: Spot) -> None:
    if label("eligibility_info", stated.info) is None:
        spot.at("info").warn("unknown_benefit", f"{element(eb, 1)} holds {shown(stated.info)}, which is not known")
    if stated.percent is not None and not 0 <= stated.percent <= 1:
        spot.at("percent").warn(
            "odd_percent", f"{element(eb, 8)} holds {stated.percent.text} where a share from 0 to 1 belongs"
        )
    for segment in head:
        if segment.id == "AAA":
            spot.warn(
                "request_rejected",
                f"AAA {segment.get(3)}: {label('rejection', segment.maybe(3)) or 'not in our table'}",
            )


def _delivery(segment: Segment) -> Delivery:
    """HSD in words, such as ``2 visits per 12 months``."""
    made = Delivery(
        quantity_qualifier=segment.maybe(1),
        quantity=segment.maybe(2),
        unit=segment.maybe(3),
        per=segment.maybe(4),
        period_qualifier=segment.maybe(5),
        periods=segment.maybe(6),
    )
    what = label("quantity", made.quantity_qualifier) or made.quantity_qualifier or "times"
    period = label("delivery_period", made.period_qualifier) or made.period_qualifier
    words = _counted(made.quantity, what)
    if period:
        words += f" per {_counted(made.periods, period)}"
    return made.model_copy(update={"meaning": words})


def _counted(number: str | None, what: str) -> str:
    """``2 visits``, ``1 visit``, or the word alone."""
    if not number:
        return what
    return f"{number} {what.removesuffix('s') if number == '1' else what}"


def _meaning(stated: Benefit) -> str:
    """The statement in our own words; a code that our table lacks is shown as it is."""
    words = [label("eligibility_info", stated.info) or f"code {stated.info}"]
    if stated.amount is not None:
        words.append(stated.amount.text)
    if stated.percent is not None:
        words.append(f"{stated.percent * 100:f}".rstrip("0").rstrip(".") + " %" if stated.percent else "0 %")
    if stated.quantity is not None:
        counted = label("quantity", stated.quantity_qualifier) or stated.quantity_qualifier or ""
        words.append(f"{stated.quantity.text} {counted}".strip())
    if stated.time_period:
        words.append(label("time_period", stated.time_period) or f"time period {stated.time_period}")
    if stated.procedure is not None and stated.procedure.code:
        words.append(stated.procedure.code)
    if stated.service_types:
        words.append(", ".join(label("service_type", code) or f"service type {code}" for code in stated.service_types))
    if stated.coverage_level:
        words.append(label("coverage_level", stated.coverage_level) or stated.coverage_level)
    if stated.in_network:
        words.append(_NETWORK.get(stated.in_network, stated.in_network))
    words += [one.meaning for one in stated.deliveries]
    words += [one.full_name for one in stated.parties if one.full_name]
    return "; ".join(words)
