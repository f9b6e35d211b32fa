"""The evidence of a draft, asked whether it holds a value or a wording."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import NamedTuple

from assistant.domain.case import CaseDocument
from assistant.domain.draft import Source
from assistant.domain.evidence import Evidence
from assistant.domain.fact import Fact, Mention
from assistant.domain.policy import Passage
from assistant.recognise import measures, quotes, sides
from assistant.recognise.everything import mentions

Value = tuple[str, str]
#: Fields of a claim line that mean nothing without their name, and the word that a letter puts before them.
_PLACES = {"code": "procedure code", "tooth": "tooth", "surfaces": "surfaces", "area": "area"}
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
#: Kinds whose number is what counts: 30 days, 30 events and 30 percent are told apart by their words.
_NUMERIC = frozenset({"measurement", "percent", "duration", "amount"})
#: A sentence with these words speaks of the payer's rules.
_OF_THE_POLICY = re.compile(
    r"\b(?:polic(?:y|ies)|criteri\w+|conditions?|coverage|requires?|asks? for)\b", re.IGNORECASE
)


def values(text: str) -> set[Value]:
    """Every typed value of a text, and every bare number that is part of none.

    >>> sorted(values("AHI 22.4 on 04/14/2026"))
    [('date', '2026-04-14'), ('number', '22.4')]
    """
    return set(value_counts(text))


def value_counts(text: str) -> Counter[Value]:
    """The values of a text with how often each stands there."""
    return Counter(value_order(text).values)


class Order(NamedTuple):
    """The values of a text as they follow one another, and the text with a mark in the place of each."""

    values: tuple[Value, ...]
    frame: str


def value_order(text: str) -> Order:
    """The values of a text in order.

    >>> value_order("from 05/04/2026 to 06/10/2026").frame
    'from # to #'
    """
    found: list[tuple[int, int, Value]] = []
    rest = list(text)
    for mention in _mentions(text):
        kind = "number" if mention.kind in _NUMERIC else mention.kind
        value = _plain(mention.value) if kind == "number" else mention.value.upper()
        found.append((mention.start, mention.end, (kind, value)))
        rest[mention.start : mention.end] = " " * (mention.end - mention.start)
    bare = _NUMBER.finditer("".join(rest))
    found += [(match.start(), match.end(), ("number", _plain(match.group()))) for match in bare]
    found.sort()
    frame, last = "", 0
    for start, end, _ in found:
        frame += text[last:start] + "#"
        last = max(last, end)
    return Order(tuple(value for _, _, value in found), frame + text[last:])


def _mentions(text: str) -> tuple[Mention, ...]:
    """The mentions of a text; "06/08/2026 Left joint" names a side, though a number stands before it."""
    found = mentions(text)
    days = [mention for mention in found if mention.kind == "date"]
    if not days:
        return found
    bare = text
    for day in days:
        bare = f"{bare[: day.start]}{' ' * (day.end - day.start - 1)}.{bare[day.end :]}"
    known = [(mention.start, mention.end) for mention in found]
    more = (side for side in sides.find(bare) if not any(a < side.end and side.start < b for a, b in known))
    return (*found, *more)


def ages(text: str) -> set[str]:
    """The ages in years that a text names.

    >>> sorted(ages("The patient is 42 years old."))
    ['42']
    """
    return {mention.value for mention in measures.find(text) if mention.unit == "age"}


@lru_cache(maxsize=2000)
def _published(text: str) -> frozenset[Value]:
    """The values of a passage; policies are read once, papers of patients are not kept."""
    return frozenset(values(text))


def _plain(number: str) -> str:
    """A number without grouping and without trailing zeros.

    >>> _plain("1,240.50"), _plain("007")
    ('1240.5', '7')
    """
    whole, _, cents = number.replace(",", "").partition(".")
    cents = cents.rstrip("0")
    return (whole.lstrip("0") or "0") + (f".{cents}" if cents else "")


def folded(text: str) -> str:
    """Text for comparison word by word: one space between words, plain quotes and dashes, capitals ignored."""
    plain = text.translate({0x2019: "'", 0x2018: "'", 0x201C: '"', 0x201D: '"', 0x2013: "-", 0x2014: "-", 0x00A0: " "})
    return " ".join(plain.split()).casefold()


def unquoted(text: str) -> str:
    """A text without what stands between its quotation marks."""
    for quote in quotes.find(text):
        text = text.replace(quote.quote, " ")
    return text


def of_policy(text: str) -> bool:
    """Whether a sentence speaks of the payer's rules, which the policy proves, rather than of the patient."""
    return _OF_THE_POLICY.search(text) is not None


def years_between(born: date, on: date) -> int:
    """Full years of age on a day.

    >>> years_between(date(1984, 5, 2), date(2026, 5, 1))
    41
    """
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


class Proof:
    """What the evidence of one draft says."""

    def __init__(self, evidence: Evidence) -> None:
        self.evidence = evidence
        self._read: dict[str, frozenset[Value]] = {}

    def _values(self, text: str) -> frozenset[Value]:
        """The values of a text of this evidence, each text read once."""
        if text not in self._read:
            self._read[text] = frozenset(values(text))
        return self._read[text]

    @cached_property
    def passages(self) -> dict[str, Passage]:
        """The passages by key."""
        return {passage.key: passage for passage in self.evidence.passages}

    @cached_property
    def documents(self) -> dict[str, CaseDocument]:
        """The papers of the case by id."""
        return {document.id: document for document in self.evidence.case.documents}

    @cached_property
    def _wordings(self) -> tuple[str, ...]:
        return tuple(folded(text) for text in self._texts() if text)

    def _texts(self) -> Iterator[str]:
        yield from (passage.text for passage in self.evidence.passages)
        yield from self._case_texts()

    def _case_texts(self) -> Iterator[str]:
        case = self.evidence.case
        yield from (document.text or "" for document in case.documents)
        yield from (denial.text or "" for denial in case.denials)
        yield from (fact.value for fact in case.facts)
        yield case.claim.narrative or ""
        fields = {"patient", "accident", "lines", "history", "attachments", "coverages", "prior_authorization"}
        yield from _leaves(case.model_dump(mode="json", include={"claim": fields, "attachments": True}))

    def holds_wording(self, quote: str) -> bool:
        """Whether the words stand somewhere in the evidence, in this order."""
        wanted = folded(quote).rstrip(".")
        return any(wanted in text for text in self._wordings)

    @cached_property
    def all_values(self) -> set[Value]:
        """Every value that stands anywhere in the evidence, the case's own fields included."""
        found: set[Value] = set()
        for passage in self.evidence.passages:
            found |= _published(passage.text)
            found = found.union(*(self._values(text) for text in _metadata(passage)))
        return found | self.case_values

    @cached_property
    def ages(self) -> frozenset[str]:
        """The patient's age in years on every date of service, on the day that counts and today."""
        claim = self.evidence.case.claim
        born = claim.patient.birth_date if claim.patient else None
        if born is None:
            return frozenset()
        served = [line.date_of_service for line in claim.lines if line.date_of_service]
        return frozenset(str(years_between(born, day)) for day in (*served, self.evidence.on, self.evidence.today))

    @cached_property
    def case_values(self) -> set[Value]:
        """Every value of the case, of what was computed from it and of its calendar, without those of the policies."""
        written = (self._values(text) for text in (*self._case_texts(), *self._fields()))
        counted = {("number", age) for age in self.ages}
        return set().union(counted, *written, *(_measure(fact) for fact in self.evidence.facts))

    @cached_property
    def case_text(self) -> str:
        """The papers, the denials, the entered facts and the narrative as one text."""
        return "\n".join(self._case_texts())

    @cached_property
    def policy_text(self) -> str:
        """The passages as one text."""
        return "\n".join(passage.text for passage in self.evidence.passages)

    def _fields(self) -> Iterator[str]:
        """The structured parts of the case, written out so that values are read as they are in a letter."""
        yield from _leaves(self.evidence.case.model_dump(mode="json", exclude={"documents"}))
        for denial in self.evidence.case.denials:
            yield f"CARC {denial.carc}" if denial.carc else ""
            yield f"RARC {denial.rarc}" if denial.rarc else ""
        yield from (" ".join(c.values) for c in self.evidence.calculations)
        yield from (c.text for c in self.evidence.calculations)
        yield self.evidence.today.isoformat()
        yield self.evidence.on.isoformat()
        for enclosure in self.evidence.enclosures:
            yield f"{enclosure.title} {enclosure.date.isoformat() if enclosure.date else ''}"

    def source_values(self, source: Source) -> set[Value]:
        """The values that one source of a statement proves."""
        proved = set(self._values(source.quote))
        if source.kind == "passage" and source.key in self.passages:
            for text in _metadata(self.passages[source.key]):
                proved |= self._values(text)
        if (read_as := _PLACES.get((source.document or "").rpartition(".")[2])) and source.kind == "claim":
            proved |= self._values(f"{read_as} {source.quote}")
        if source.kind == "span" and source.document in self.documents:
            paper = self.documents[source.document]
            proved |= {value for value in self._values(paper.text or "") if value[0] == "date"}
            proved |= {("date", paper.date.isoformat())} if paper.date else set()
            read = [f for f in self.evidence.facts if f.document == source.document and f.quote == source.quote]
            proved |= {measure for fact in read for measure in _measure(fact)}
        for calculation in self.evidence.calculations:
            if source.kind == "calculation" and calculation.key == source.key:
                proved |= self._values(calculation.text).union(*(self._values(value) for value in calculation.values))
        return proved

    def source_stands(self, source: Source) -> bool:
        """Whether the words of a source stand where it says."""
        match source.kind:
            case "passage":
                passage = self.passages.get(source.key or "")
                return passage is not None and folded(source.quote) in folded(passage.text)
            case "span":
                document = self.documents.get(source.document or "")
                return document is not None and folded(source.quote) in folded(document.text or "")
            case "calculation":
                return any(calculation.key == source.key for calculation in self.evidence.calculations)
            case "table":
                return bool(source.key)
            case _:
                return self._values(source.quote) <= self.all_values or self.holds_wording(source.quote)


def _measure(fact: Fact) -> set[Value]:
    """What a paper measured, in the unit in which the playbook reads it: 25 mm of a note that says 2.5 cm."""
    return {("number", _plain(f"{fact.value:f}"))} if isinstance(fact.value, Decimal) else set()


def _metadata(passage: Passage) -> Iterator[str]:
    yield passage.title
    yield passage.section
    for day in (passage.effective_from, passage.effective_through):
        if day is not None:
            yield day.isoformat()


def _leaves(value: object) -> Iterable[str]:
    if isinstance(value, dict):
        for item in value.values():
            yield from _leaves(item)
    elif isinstance(value, list):
        for item in value:
            yield from _leaves(item)
    elif isinstance(value, str | int) and not isinstance(value, bool):
        yield str(value)
