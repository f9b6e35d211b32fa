"""Places where two papers of a case cannot both be right; typed comparisons only."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal

from assistant.domain.case import Case
from assistant.domain.draft import Contradiction, ContradictionSide
from assistant.domain.fact import Fact
from assistant.domain.playbook import Playbook
from assistant.intake.strangers import names_in, same_person
from assistant.recognise import dates, teeth
from assistant.tables.icd10_dental import dental_diagnosis

#: Words that deny a thing for all days before them.
_NEVER = re.compile(r"\b(?:never|at no time|no history of|denies any history of)\b", re.I)
_BORN = re.compile(r"\b(?:date of birth|DOB|born)\b[\s:]{0,4}$", re.I)


def contradictions(case: Case, facts: tuple[Fact, ...], playbook: Playbook | None = None) -> tuple[Contradiction, ...]:
    """Measured values, findings, days and teeth that the papers give differently, both quotes shown."""
    found = (
        *_patients(case),
        *_measured(facts, playbook),
        *_sides(case, facts, playbook),
        *_accident(case, facts),
        *_polarity(case, facts, playbook),
        *_delivery(case, facts, playbook),
        *_teeth(case),
    )
    return tuple(dict.fromkeys(found))


def _patients(case: Case) -> Iterator[Contradiction]:
    """A paper that names another patient, or another date of birth, than the case or the papers before it."""
    entered = case.entered("patient_name")
    name = ContradictionSide(document=_by(entered.who), quote=entered.value) if entered else None
    born = case.claim.patient.birth_date if case.claim.patient else None
    birth = ContradictionSide(document="claim.patient.birth_date", quote=born.isoformat()) if born else None
    for document in case.documents:
        text = document.text or ""
        for found in names_in(text):
            side = ContradictionSide(document=document.id, quote=_around(text, found.start("name")))
            if name is None:
                name = ContradictionSide(document=document.id, quote=found["name"])
            elif not same_person(name.quote, found["name"]):
                yield Contradiction(what=f"patient: {name.quote} and {found['name']}", a=name, b=side)
        for day in dates.find(text):
            if day.unit or not _BORN.search(text[: day.start]):
                continue
            side = ContradictionSide(document=document.id, quote=_around(text, day.start))
            if born is None:
                born, birth = date.fromisoformat(day.value), side
            elif birth is not None and day.value != born.isoformat():
                yield Contradiction(what=f"date of birth: {born.isoformat()} and {day.value}", a=birth, b=side)


def _by(who: str) -> str:
    return f"entered by {who}"


def _measured(facts: tuple[Fact, ...], playbook: Playbook | None) -> Iterator[Contradiction]:
    """One measurement of one place with two values, unless each has its own day.

    Readings of several sites of a tooth differ by nature.
    """
    series = {spec.key for spec in playbook.facts if spec.series} if playbook is not None else set()
    by_key: dict[tuple[str, str], list[Fact]] = defaultdict(list)
    for fact in facts:
        if isinstance(fact.value, Decimal) and fact.span is not None and fact.key not in series:
            by_key[fact.key, fact.place].append(fact)
    for (key, _), group in by_key.items():
        first = group[0]
        for other in group[1:]:
            apart = first.day is not None and other.day is not None and first.day != other.day
            apart = apart or first.bound != other.bound
            if other.value != first.value and not apart and not _same_place(first, other):
                yield _between(f"{key.replace('_', ' ')}: {first.value} and {other.value}", first, other)


def _same_place(first: Fact, other: Fact) -> bool:
    """Upper and lower counts stand in one sentence and do not contradict one another."""
    return first.span == other.span


def _sides(case: Case, facts: tuple[Fact, ...], playbook: Playbook | None) -> Iterator[Contradiction]:
    """A diagnosis of one side while the papers speak of the other side alone."""
    sided = {spec.key for spec in playbook.facts if spec.per == "side"} if playbook is not None else set()
    told = {fact.place: fact for fact in reversed(facts) if fact.key in sided and fact.place and fact.span}
    for index, code in enumerate(case.claim.diagnoses):
        row = dental_diagnosis(code)
        wanted = row.laterality if row is not None else None
        if wanted not in ("left", "right") or not told or {wanted, "bilateral"} & set(told):
            continue
        side, fact = next(iter(told.items()))
        yield Contradiction(
            what=f"side: {wanted} in diagnosis {code} and {side} in the papers",
            a=ContradictionSide(document=f"claim.diagnoses[{index}]", quote=code),
            b=ContradictionSide(document=fact.document, quote=fact.quote),
        )


def _accident(case: Case, facts: tuple[Fact, ...]) -> Iterator[Contradiction]:
    """The day of the accident on the claim, which every paper that dates the accident must share."""
    stated = case.claim.accident.date if case.claim.accident else None
    told = [fact for fact in facts if fact.key == "accident" and fact.day and fact.document_kind not in ("claim", "")]
    dated = [fact for fact in told if fact.polarity == "present" and fact.span and _says_day(fact)]
    if stated is not None and dated and all(fact.day != stated for fact in dated):
        yield Contradiction(
            what=f"date of the accident {stated.isoformat()} and {_iso(dated[0].day)}",
            a=ContradictionSide(document="claim.accident.date", quote=stated.isoformat()),
            b=ContradictionSide(document=dated[0].document, quote=dated[0].quote),
        )


def _says_day(fact: Fact) -> bool:
    """Whether the sentence itself gives the day, beyond the head of its entry."""
    found = dates.find(fact.quote, as_of=fact.day)
    return any(m.value == _iso(fact.day) and m.start > 0 for m in found)


def _polarity(case: Case, facts: tuple[Fact, ...], playbook: Playbook | None) -> Iterator[Contradiction]:
    """A finding that one paper states and another denies, or a later note before the service denies."""
    events = events_of(playbook)
    by_key: dict[tuple[str, str], list[Fact]] = defaultdict(list)
    for fact in facts:
        if fact.value is True and fact.span is not None:
            by_key[fact.key, fact.place].append(fact)
    served = service_day(case)
    for (key, _), group in by_key.items():
        present = next((fact for fact in group if fact.polarity == "present"), None)
        absent = next((fact for fact in group if fact.polarity == "absent"), None)
        if present is None or absent is None:
            continue
        name = key.replace("_", " ")
        if not _on_other_days(present, absent):
            yield _between(f"{name}: stated and denied", present, absent)
        elif pair := denied_later(group, served, event=key in events):
            yield _between(f"{name}: the later note says otherwise", *pair)


def service_day(case: Case) -> date | None:
    """The first date of service of the claim."""
    return min((line.date_of_service for line in case.claim.lines if line.date_of_service), default=None)


def events_of(playbook: Playbook | None) -> frozenset[str]:
    """The keys of what happens on a day, which stays true when it does not happen again."""
    return frozenset(spec.key for spec in playbook.facts if spec.type == "event") if playbook else frozenset()


def denied_later(facts: Iterable[Fact], served: date | None, *, event: bool = False) -> tuple[Fact, Fact] | None:
    """The last statement of one finding and the later denial that nothing takes back before the service.

    What is denied after the service came of it; ``served`` is ``None`` where nothing is served yet.
    An ``event`` of one day is not taken back by its absence on another; only by "never".
    """
    known = [fact for fact in facts if fact.day is not None and (served is None or fact.day <= served)]
    said = [fact for fact in known if fact.polarity == "present"]
    if not said:
        return None
    last = max(said, key=_day)
    after = [
        fact
        for fact in known
        if fact.polarity == "absent" and _day(fact) > _day(last) and (not event or _NEVER.search(fact.quote))
    ]
    return (last, min(after, key=_day)) if after else None


def _day(fact: Fact) -> date:
    return fact.day or date.min


def _on_other_days(first: Fact, other: Fact) -> bool:
    """Two findings with different days are a course of events, which the later one ends."""
    return first.day is not None and other.day is not None and first.day != other.day


def _delivery(case: Case, facts: tuple[Fact, ...], playbook: Playbook | None) -> Iterator[Contradiction]:
    """The day a device was delivered is its date of service."""
    told = [fact for fact in facts if fact.key == "delivery" and fact.polarity == "present" and fact.day]
    delivered = {fact.day: fact for fact in reversed(told)}
    for index, line in enumerate(case.claim.lines):
        day = line.date_of_service
        if playbook is None or line.code not in playbook.procedures or day is None or not delivered or day in delivered:
            continue
        fact = told[0]
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
