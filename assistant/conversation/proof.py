"""Whether what a model says is proved by what its tools returned."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache

from pydantic import BaseModel

from assistant.domain.artifacts import Artifact, Found, ReplyStatement
from assistant.domain.policy import GENERAL, Passage
from assistant.rules.drafts.proof import Value, folded, values

_TOKEN = re.compile(r"[A-Za-z0-9]+(?:[.,-][A-Za-z0-9]+)*")
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
#: Types that a table row or a calculation proves.
_BY_ARTIFACT = frozenset({"fact", "law", "computed"})
#: Kinds of values that need no proof beyond being told: a side or an area is a word of the language.
_TELLING = ("code", "tooth", "surface", "amount", "identifier")


@dataclass(frozen=True)
class Held:
    """What the tools of a turn returned, ready to prove with. ``payers`` are those that may be cited."""

    passages: Mapping[str, Passage]
    artifacts: Mapping[str, tuple[Artifact, ...]]
    payers: frozenset[str]
    question: str

    @classmethod
    def of(cls, artifacts: Sequence[Artifact], payers: Iterable[str], question: str) -> Held:
        """Everything that was returned, by key."""
        passages: dict[str, Passage] = {}
        by_key: dict[str, tuple[Artifact, ...]] = {}
        searched: set[str] = set(payers)
        for artifact in artifacts:
            passages |= {passage.key: passage for passage in artifact.passages}
            by_key[artifact.key] = (*by_key.get(artifact.key, ()), artifact)
            if isinstance(artifact, Found):
                passages |= {hit.passage.key: hit.passage for hit in artifact.hits}
                searched |= {artifact.payer} if artifact.payer else set()
        return cls(passages, by_key, frozenset(searched), question)

    def problem(self, statement: ReplyStatement) -> str:
        """Why a statement may not stand; empty when it may."""
        if statement.type in _BY_ARTIFACT and not statement.passages:
            return self._unproved_by_artifacts(statement)
        if statement.type in ("request", "courtesy") and not statement.passages:
            return self._claims(statement)
        return self._unproved_by_passages(statement)

    def _unproved_by_artifacts(self, statement: ReplyStatement) -> str:
        found = [artifact for key in statement.artifacts for artifact in self.artifacts.get(key, ())]
        if not found:
            return "rests on nothing that a tool returned"
        words = self._told(found)
        unproved = {value for value in values(statement.text) if value[1].upper() not in words}
        if unproved:  # words may stand for a number: three years
            unproved -= set().union(*(values(text) for artifact in found for text in leaves(artifact)))
        return _listed(unproved)

    def _told(self, found: Sequence[Artifact]) -> frozenset[str]:
        """What artifacts and the question say, word by word, numbers without grouping and trailing zeros."""
        texts = [self.question, *(text for artifact in found for text in leaves(artifact))]
        written = {word.upper() for text in texts for word in _TOKEN.findall(text)}
        parts = {part for word in written for part in (*re.split(r"[-,.]", word), *re.findall(r"\d+", word))}
        numbers = {plain_number(word) for word in (*written, *parts) if _NUMBER.fullmatch(word)}
        days = {value for kind, value in values(self.question) if kind in ("date", "amount", "code")}
        return frozenset(written | parts | numbers | days)

    def _claims(self, statement: ReplyStatement) -> str:
        """A courtesy that carries a code, a tooth or an amount which nobody told is a statement without a source."""
        everything = [artifact for each in self.artifacts.values() for artifact in each]
        told = [value for value in values(statement.text) if value[0] in _TELLING]
        if not told:
            return ""
        words = self._told(everything)
        return _listed(value for value in told if value[1].upper() not in words)

    def _unproved_by_passages(self, statement: ReplyStatement) -> str:
        passages = [self.passages[key] for key in statement.passages if key in self.passages]
        if len(passages) < max(1, len(statement.passages)):
            return "cites a passage that was not found"
        if self.payers and any(passage.payer not in {*self.payers, GENERAL} for passage in passages):
            return "cites another payer's document"
        if statement.quote and not any(folded(statement.quote) in folded(passage.text) for passage in passages):
            return "quotes words that the passage does not hold"
        if statement.type == "policy" and not statement.quote:
            return "states a rule without its words"
        proved = frozenset().union(*(_values_of(_all_words(passage)) for passage in passages))
        # In prose a label makes a number an identifier; in a table the label stands in a cell of its own.
        written = {word for passage in passages for word in _TOKEN.findall(passage.text)}
        unproved = values(statement.text) - proved
        return _listed(value for value in unproved if value[0] != "identifier" or value[1] not in written)


def plain_number(written: str) -> str:
    """A number without grouping, leading and trailing zeros.

    >>> plain_number("1,400.50"), plain_number("007")
    ('1400.5', '7')
    """
    whole, _, cents = written.replace(",", "").partition(".")
    cents = cents.rstrip("0")
    return (whole.lstrip("0") or "0") + (f".{cents}" if cents else "")


def _listed(unproved: Iterable[Value]) -> str:
    found = sorted(unproved)
    return f"states {', '.join(value for _, value in found[:4])} without a source" if found else ""


@lru_cache(maxsize=1024)  # of passages alone: they are cited again and again, and hold nothing of a person
def _values_of(text: str) -> frozenset[Value]:
    return frozenset(values(text))


def _all_words(passage: Passage) -> str:
    days = [day.isoformat() for day in (passage.effective_from, passage.effective_through) if day]
    return f"{passage.title}\n{passage.section}\n{passage.text}\n{' '.join(days)}"


def leaves(value: object) -> Iterator[str]:
    """Every value of an artifact as it would be written; passages prove by being cited, not here."""
    if isinstance(value, Passage):
        return
    if isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from leaves(getattr(value, name))
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield str(key)
            yield from leaves(item)
    elif isinstance(value, list | tuple | set | frozenset):
        for item in value:
            yield from leaves(item)
    elif isinstance(value, Decimal):
        yield f"${value:,.2f}"
        yield str(value)
    elif isinstance(value, date):
        yield value.isoformat()
    elif isinstance(value, str | int) and not isinstance(value, bool):
        yield str(value)
