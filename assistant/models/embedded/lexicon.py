"""The embedded model's data: intents with their examples, words for procedures, plans and families."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from assistant.tables.source import document


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern over the plain words and what it adds to the nearness of its intent."""

    pattern: re.Pattern[str]
    add: float


@dataclass(frozen=True, slots=True)
class Intent:
    """What a question may want, by examples and rules."""

    name: str
    examples: tuple[str, ...]
    rules: tuple[Rule, ...]
    by_rule_only: bool = False

    def bonus(self, text: str) -> float:
        """What the rules that fit add together."""
        return sum(rule.add for rule in self.rules if rule.pattern.search(text))


@dataclass(frozen=True, slots=True)
class Words:
    """Words that stand for a value."""

    pattern: re.Pattern[str]
    values: tuple[str, ...]


@cache
def intents() -> tuple[Intent, ...]:
    """Every intent, in table order."""
    return tuple(
        Intent(
            name=row["name"],
            examples=tuple(row["examples"]),
            rules=tuple(Rule(_compiled(rule["pattern"]), float(rule["add"])) for rule in row["rules"]),
            by_rule_only=bool(row.get("by_rule_only", False)),
        )
        for row in _table()["intents"]
    )


@cache
def procedure_words() -> tuple[Words, ...]:
    """Words for procedures; the first that fits at a place decides."""
    return tuple(Words(_whole(row["words"]), tuple(row["codes"])) for row in _table()["procedures"])


@cache
def plan_words() -> tuple[Words, ...]:
    """Words for who bears the risk of a plan."""
    return tuple(Words(_whole(row["words"]), (row["type"],)) for row in _table()["plan_types"])


@cache
def family_words() -> tuple[Words, ...]:
    """Words for the families of the lane table."""
    return tuple(Words(_whole(row["words"]), (row["family"],)) for row in _table()["families"])


@cache
def brands() -> re.Pattern[str]:
    """Companies that people name and that the shipped corpus holds nothing for."""
    return _whole("|".join(re.escape(name) for name in sorted(_table()["brands"], key=len, reverse=True)))


@cache
def ordinary_words() -> frozenset[str]:
    """Words of everyday speech and given names, which are no payer's wherever they stand."""
    names = document("names.yaml")
    assert isinstance(names, dict)
    told = (names[key] for key in ("given_names", "everyday_words", "not_names"))
    return frozenset(word.lower() for text in (_table()["ordinary"], *told) for word in _words_of(text))


@cache
def no_company_words() -> frozenset[str]:
    """Words before the noun of a company that make no company of it: "secondary dental"."""
    return frozenset(_table()["no_company"].split())


def _words_of(text: str | list[str]) -> list[str]:
    return text.split() if isinstance(text, str) else text


@cache
def follow_up() -> re.Pattern[str]:
    """How a message refers to what was said before."""
    return _compiled(_table()["follow_up"])


@cache
def other_payer() -> re.Pattern[str]:
    """How a message asks for the other of two payers."""
    return _compiled(_table()["other_payer"])


@cache
def _table() -> dict[str, Any]:
    content = document("intents.yaml")
    assert isinstance(content, dict)
    return content


def _compiled(source: str) -> re.Pattern[str]:
    return re.compile(source, re.IGNORECASE)


def _whole(source: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![a-z0-9])(?:{source})(?![a-z0-9])", re.IGNORECASE)
