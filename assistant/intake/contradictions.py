"""Places where two papers of a case cannot both be right; typed comparisons only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from assistant.domain.case import Case
from assistant.domain.draft import Contradiction, ContradictionSide
from assistant.domain.fact import Fact
from assistant.domain.playbook import Playbook
from assistant.recognise import teeth


def contradictions(case: Case, facts: tuple[Fact, ...], playbook: Playbook | None = None) -> tuple[Contradiction, ...]:
    """Measured values, findings, days and teeth that the papers give differently, both quotes shown."""
    found = (*_measured(facts), *_polarity(facts), *_delivery(case, facts, playbook), *_teeth(case))
    return tuple(dict.fromkeys(found))


def _measured(facts: tuple[Fact, ...]) -> Iterator[Contradiction]:
    """One measurement with two values, unless each has its own day."""
    by_key: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts:
        if isinstance(fact.value, Decimal) and fact.span is not None:
            by_key[fact.key].append(fact)
    for key, group in by_key.items():
        first = group[0]
        for other in group[1:]:
            apart = first.day is not None and other.day is not None and first.day != other.day
            if other.value != first.value and not apart and not _same_place(first, other):
                yield _between(f"{key.replace('_', ' ')}: {first.value} and {other.value}", first, other)


def _same_place(first: Fact, other: Fact) -> bool:
    """Upper and lower counts stand in one sentence and do not contradict one another."""
    return first.span == other.span


def _polarity(facts: tuple[Fact, ...]) -> Iterator[Contradiction]:
    """A finding that one paper states and another denies."""
    by_key: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts:
        if fact.value is True and fact.span is not None:
            by_key[fact.key].append(fact)
    for key, group in by_key.items():
        present = next((fact for fact in group if fact.polarity == "present"), None)
        absent = next((fact for fact in group if fact.polarity == "absent"), None)
        if present is not None and absent is not None and not _later(present, absent):
            yield _between(f"{key.replace('_', ' ')}: stated and denied", present, absent)


def _later(first: Fact, other: Fact) -> bool:
    """Two findings with different days are a course of events, not a contradiction."""
    return first.day is not None and other.day is not None and first.day != other.day


def _delivery(case: Case, facts: tuple[Fact, ...], playbook: Playbook | None) -> Iterator[Contradiction]:
    """The day a device was delivered is its date of service."""
    delivered = {fact.day: fact for fact in facts if fact.key == "delivery" and fact.polarity == "present" and fact.day}
    for index, line in enumerate(case.claim.lines):
        day = line.date_of_service
        if playbook is None or line.code not in playbook.procedures or day is None or not delivered or day in delivered:
            continue
        fact = next(iter(delivered.values()))
        yield Contradiction(
            what=f"date of service {day.isoformat()} and delivery {_iso(fact.day)}",
            a=ContradictionSide(document=f"claim.lines[{index}].date_of_service", quote=day.isoformat()),
            b=ContradictionSide(document=fact.document, quote=fact.quote),
        )


def _teeth(case: Case) -> Iterator[Contradiction]:
    """A claim line on a tooth that no paper names, while the papers name others."""
    system = case.claim.tooth_system or "universal"
    named = {
        mention.value: (document.id, _around(document.text or "", mention.start))
        for document in case.documents
        if document.kind != "remittance"
        for mention in teeth.find(document.text or "", system=system)
    }
    for index, line in enumerate(case.claim.lines):
        wanted = {tooth.strip().upper() for tooth in (line.tooth or "").split(",") if tooth.strip()}
        if wanted and named and not wanted & set(named):
            tooth, (document, quote) = next(iter(named.items()))
            yield Contradiction(
                what=f"tooth {line.tooth} on the claim and tooth {tooth} in the papers",
                a=ContradictionSide(document=f"claim.lines[{index}].tooth", quote=line.tooth or ""),
                b=ContradictionSide(document=document, quote=quote),
            )


def _around(text: str, position: int) -> str:
    start = text.rfind("\n", 0, position) + 1
    end = text.find("\n", position)
    return text[start : end if end >= 0 else len(text)].strip()


def _between(what: str, first: Fact, other: Fact) -> Contradiction:
    return Contradiction(
        what=what,
        a=ContradictionSide(document=first.document, quote=first.quote),
        b=ContradictionSide(document=other.document, quote=other.quote),
    )


def _iso(day: date | None) -> str:
    return day.isoformat() if day else "unknown"
