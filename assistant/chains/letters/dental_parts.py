"""What a dental narrative says of one line, clause by clause, each with its weight for the payer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.chains.brief import Brief
from assistant.chains.criteria.chart import Chart
from assistant.chains.criteria.scope import places_of
from assistant.chains.point import Point
from assistant.domain.draft import Enclosure
from assistant.domain.fact import Fact
from assistant.domain.playbook import Playbook
from assistant.intake.case_facts import ATTACHMENT
from assistant.intake.claim_facts import CLAIM
from assistant.recognise import dates
from assistant.rendering.channels import Part
from assistant.tables.attachments import normalise
from assistant.tables.narrative_short import shortened

#: Weights: what a channel keeps first.
PLACE, ASKED, TELLING, OTHER, IMAGE = 1, 2, 3, 4, 5
_JOINING = ("and", "with", "of", "on", "taken", "dated")
_CLAUSE = re.compile(r"\s*;\s+")
_LEADING_DAY = re.compile(r"^(?:\d{1,2}/\d{1,2}/\d{2,4}|\d{4}-\d{2}-\d{2})[\s:,.-]*")


@dataclass(frozen=True)
class Clause:
    """A piece of a sentence of the chart that stands for itself; ``quote`` is verbatim in ``document``."""

    document: str
    quote: str
    weight: int

    def plain(self, tooth: str | None) -> str:
        """Its words, verbatim, without the day and the tooth that stand at the head of the line."""
        words = _LEADING_DAY.sub("", self.quote)
        if tooth:
            words = re.sub(rf"^(?:on\s+)?(?:tooth\s+)?#?\s?{re.escape(tooth)}\b[\s:,.-]*", "", words, flags=re.I)
        return words.strip().rstrip(".")

    def wordings(self, tooth: str | None) -> tuple[str, ...]:
        """Its words from long to short, as sentences."""
        plain = self.plain(tooth)
        full = f"{plain[:1].upper()}{plain[1:]}."
        return tuple(dict.fromkeys((full, shortened(full))))


def clauses(brief: Brief, point: Point) -> tuple[Clause, ...]:
    """Every clause with a fact about the line, what the payer's conditions rest on first in weight."""
    if point.playbook is None:
        return ()
    system = brief.case.claim.tooth_system or "universal"
    chart = Chart(point.playbook, point.facts, point.on, places=places_of(point.line, system))
    asked = {e.quote for result in point.deciding for e in result.evidence}
    telling = {fact.quote for fact in point.telling}
    found: dict[tuple[str, str], Clause] = {}
    for fact in _told(chart):
        for piece in _pieces(fact, point.playbook):
            weight = ASKED if fact.quote in asked else TELLING if fact.quote in telling else OTHER
            known = found.get((fact.document, piece))
            if known is None or known.weight > weight:
                found[fact.document, piece] = Clause(fact.document, piece, weight)
    return tuple(found.values())


def _told(chart: Chart) -> Iterator[Fact]:
    """Facts that a paper states, in the order of the papers."""
    keys = [spec.key for spec in chart.playbook.facts]
    facts = [fact for fact in chart.about(*keys) if fact.document_kind not in (CLAIM, ATTACHMENT) and fact.span]
    yield from sorted(facts, key=lambda fact: (fact.document, fact.span.start if fact.span else 0))


def _pieces(fact: Fact, playbook: Playbook) -> Iterator[str]:
    """The clauses of the fact's sentence that speak of it; the whole sentence where none does alone."""
    spec = playbook.spec(fact.key)
    pieces = _CLAUSE.split(fact.quote)
    own = [piece for piece in pieces if any(re.search(p, piece, re.IGNORECASE) for p in spec.patterns)]
    yield from own or [fact.quote]


def images_of(brief: Brief, point: Point) -> tuple[Enclosure, ...]:
    """Images and charts enclosed for the line: those of its tooth, and those of no tooth."""
    tooth = point.line.tooth if point.line is not None else None
    return tuple(
        each
        for each in brief.present
        if (kind := normalise(each.kind)) is not None
        and (kind.family in ("radiograph", "photo") or kind.name == "perio_chart")
        and (not each.tooth or each.tooth == tooth)
    )


def parts_of(brief: Brief, point: Point) -> tuple[Part, ...]:
    """The line's narrative as parts for a channel, in reading order."""
    line = point.line
    tooth = line.tooth if line is not None else None
    place = f"#{tooth}" if tooth else f"area {line.area}" if line is not None and line.area else ""
    head: list[Part] = [(PLACE, f"{place}:")] if place else []
    images = images_of(brief, point)
    # What is enclosed is named once, at the end.
    told = [clause for clause in clauses(brief, point) if not (images and _names_images_only(clause.plain(tooth)))]
    body: list[Part] = [
        (weight, clause.wordings(tooth))
        for weight in (ASKED, TELLING, OTHER)
        for clause in told
        if clause.weight == weight
    ]
    return (*head, *body, *_image_part(images))


def _names_images_only(words: str) -> bool:
    """Whether a clause only says which images there are ("PA and photo 2026-11-12")."""
    for day in reversed(dates.find(words)):
        words = words[: day.start] + words[day.end :]
    left = [word for word in re.findall(r"[\w-]+", words) if word.lower() not in _JOINING]
    return bool(left) and all((kind := normalise(word)) and kind.family in ("radiograph", "photo") for word in left)


def _image_part(images: tuple[Enclosure, ...]) -> Iterator[Part]:
    """What is enclosed, in one piece: with its dates, and without."""
    named = [(_short_name(each), each.date) for each in images]
    if named:
        dated = ", ".join(f"{name} {day:%m/%d/%Y}" if day else name for name, day in named)
        bare = "+".join(dict.fromkeys(name for name, _ in named))
        yield IMAGE, (f"{dated}.", f"{bare}.")


def _short_name(enclosure: Enclosure) -> str:
    kind = normalise(enclosure.kind)
    return shortened(kind.label) if kind is not None else enclosure.kind
