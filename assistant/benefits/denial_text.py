"""Reasons in a payer's own words: codes that stand in a letter, and phrases."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.benefits.reason_pair import Given, of_category, unclear
from assistant.domain.denial import DenialReading
from assistant.recognise import denial_codes
from assistant.tables.reasons import CategoryRow, PhraseRow, categories, phrases, reason

#: Reasons that stand beside the real one on a remittance: they explain an amount, not a denial.
BESIDE = frozenset({"patient_responsibility", "contractual"})

_RIGHTS = re.compile(
    r"\b(?:you (?:may|can|have the right)|right to|how to appeal|if you (?:disagree|wish|believe|have)|your appeal)\b",
    re.I,
)
_NOT_THE_REASON = re.compile(r"\bnot (?:based on|because of|due to|a (?:matter|question) of)\b", re.I)
_CUE = re.compile(
    r"\b(?:den(?:y|ied|ial)|because|reason|since|unable to|not (?:approve|allow|pay)|determin|decision)", re.I
)


@dataclass(frozen=True, slots=True)
class CodesInText:
    """Codes that a text names, each once, in order; ``group`` only when there is one."""

    group: str | None
    carcs: tuple[str, ...]
    remarks: tuple[str, ...]

    @property
    def all_codes(self) -> tuple[str, ...]:
        """Every code in the order group, CARC, RARC."""
        return (*((self.group,) if self.group else ()), *self.carcs, *self.remarks)


@dataclass(frozen=True, slots=True)
class _Hit:
    row: PhraseRow
    quote: str
    score: int


def codes_in_text(text: str) -> CodesInText:
    """Reason and remark codes of a text.

    Amount-only reasons (contractual write-off, deductible) are left out where another
    reason stands beside them, with the group that was written before them.
    """
    pairs: list[tuple[str | None, str]] = []
    remarks: dict[str, None] = {}
    group: str | None = None
    for found in sorted(denial_codes.find(text), key=lambda mention: mention.start):
        if found.unit == "group":
            group = found.value
        elif found.unit == "carc":
            pairs.append((group, found.value))
            group = None
        elif found.unit == "rarc" or (found.unit == "" and reason("rarc", found.value) is not None):
            remarks[found.value] = None
    telling = [pair for pair in pairs if not _stands_beside(pair[1])] or pairs
    carcs = tuple(dict.fromkeys(number for _, number in telling))
    groups = {group for group, _ in telling if group}
    return CodesInText(groups.pop() if len(groups) == 1 else None, carcs, tuple(remarks))


def read_words(group: str | None, text: str) -> DenialReading:
    """The reading of a text without codes, by phrases; the phrase found is quoted."""
    given = Given(group=group, rows=(), codes=(group,) if group else (), text=text)
    hits = _hits(text)
    if not hits:
        return unclear(given, "No phrase of the text names a reason that the table knows.")
    best = max(hit.score for hit in hits)
    top = list(dict.fromkeys(hit.row.category for hit in hits if hit.score == best))
    chosen = _first_compatible(top)
    if chosen is None:
        labels = " and ".join(categories()[name].label for name in top)
        return unclear(given, f"The text speaks of {labels} with equal weight.")
    own = [hit for hit in hits if hit.row.category == chosen.category]
    leader = max(own, key=lambda hit: hit.score)
    also = [hit for hit in hits if hit.row.category in chosen.goes_with]
    obtain = tuple(item for hit in (*own, *also) for item in hit.row.obtain)
    return of_category(given, chosen, action=leader.row.action, quote=leader.quote, obtain=obtain, row_id=leader.row.id)


def asked_for(category: str, text: str) -> tuple[str, ...]:
    """What the words ask for beyond the codes: phrases of the category and of those that go with it."""
    row = categories()[category]
    fitting = (hit for hit in _hits(text) if hit.row.category == category or hit.row.category in row.goes_with)
    return tuple(dict.fromkeys(item for hit in fitting for item in hit.row.obtain))


def _stands_beside(number: str) -> bool:
    row = reason("carc", number)
    return row is not None and row.category in BESIDE


def _hits(text: str) -> list[_Hit]:
    """Every phrase that gives a reason; sentences about appeal rights are not reasons."""
    found = []
    for sentence in re.split(r"(?<=[.!?;])\s+|\n\s*\n", text):
        plain = re.sub(r"\s+", " ", sentence)
        if _RIGHTS.search(plain) or _NOT_THE_REASON.search(plain):
            continue
        extra = 1 if _CUE.search(plain) else 0
        for row in phrases():
            match = row.pattern.search(plain)
            if match and not (row.unless and row.unless.search(plain)):
                found.append(_Hit(row, match[0].strip(), row.weight + extra))
    return found


def _first_compatible(names: Sequence[str]) -> CategoryRow | None:
    """The category that all others go with; table order breaks ties."""
    known = categories()
    for name, row in known.items():
        if name in names and all(other == name or other in row.goes_with for other in names):
            return row
    return None
