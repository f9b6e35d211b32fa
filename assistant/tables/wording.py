"""Lists of words that a draft must not use, or not without proof."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from assistant.tables.source import document

#: "an estimate, not a guarantee" is the opposite of a promise.
_WORD = re.compile(r"[a-z]+(?:-[a-z]+)*")
_DENIED = re.compile(r"\b(?:not|no|never|cannot|can't|without)\b[^.;]{0,20}$", re.IGNORECASE)


def promises(text: str) -> str:
    """The words of a promise in ``text``; empty where there is none.

    >>> promises("This will be paid."), promises("This is an estimate, not a guarantee.")
    ('will be paid', '')
    """
    for pattern in _patterns():
        for match in pattern.finditer(text):
            if not _DENIED.search(text[: match.start()]):
                return match.group()
    return ""


def is_courtesy(text: str) -> bool:
    """Whether a sentence only asks, thanks or offers help.

    >>> is_courtesy("Many thanks for your review."), is_courtesy("The member owes nothing.")
    (True, False)
    """
    return any(pattern.search(text.strip()) for pattern in _courtesies())


def parts_at_farewell(text: str) -> tuple[str, ...]:
    """A farewell and what stands behind it on its line; one part where ``text`` opens with none.

    >>> parts_at_farewell("Sincerely, Tooth 14 was lost"), parts_at_farewell("Sincerely,")
    (('Sincerely,', 'Tooth 14 was lost'), ('Sincerely,',))
    """
    found = _farewell().match(text)
    behind = text[found.end() :].strip() if found else ""
    return (text[: found.end()], behind) if found and behind else (text,)


@cache
def _farewell() -> re.Pattern[str]:
    return re.compile(_table("courtesies.yaml")["farewell"], re.IGNORECASE)


@cache
def _courtesies() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in _table("courtesies.yaml")["patterns"])


def laws(text: str) -> tuple[str, ...]:
    """How ``text`` names laws: by number, by name, or as the law.

    >>> laws("Under ERISA and 29 CFR 2560.503-1 a reply is due.")
    ('29 CFR 2560.503-1', 'ERISA')
    """
    return tuple(match.group().strip() for pattern in _laws() for match in pattern.finditer(text))


@cache
def _laws() -> tuple[re.Pattern[str], ...]:
    table = _table("law_words.yaml")
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in (*table["named"], *table["meant"]))


@cache
def letter_words() -> frozenset[str]:
    """Words that state nothing: those that hold a sentence together, and those with which a letter asks and thanks."""
    table = _table("letter_words.yaml")
    return frozenset(f"{table['function']} {table['letter']}".split())


@cache
def record_words() -> frozenset[str]:
    """Words with which one tells of a record and which state nothing beside its own words."""
    return frozenset(str(_table("letter_words.yaml")["record"]).split())


@cache
def common_words() -> frozenset[str]:
    """Words that say nothing of what a question is about."""
    return frozenset(str(_table("common_words.yaml")["words"]).split())


@cache
def criterion_words() -> frozenset[str]:
    """Words of a condition of a policy that ask for nothing of their own."""
    return frozenset(str(_table("criterion_words.yaml")["words"]).split())


@cache
def qualifiers() -> tuple[str, ...]:
    """How words begin that ask something more of a person or a paper, such as a certificate."""
    return tuple(str(_table("criterion_words.yaml")["qualifiers"]).split())


def clinical(text: str) -> frozenset[str]:
    """The words of ``text`` that state something of a patient's health, in their base form.

    >>> sorted(clinical("MRI shows disc displacements; thank you."))
    ['displacement', 'mri']
    """
    return _stems(text) & _clinical_words()


@cache
def _clinical_words() -> frozenset[str]:
    return _stems(str(_table("clinical_words.yaml")["words"]))


def _stems(text: str) -> frozenset[str]:
    return frozenset(_stem(word) for word in _WORD.findall(text.lower()))


def _stem(word: str) -> str:
    """A word without the endings of number and manner."""
    for ending in ("ally", "ly", "es", "s"):
        if len(word) > len(ending) + 3 and word.endswith(ending) and not word.endswith(("ss", "is", "us")):
            return word[: -len(ending)] + ("" if ending != "es" or word[-3] in "sxzh" else "e")
    return word


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in _table("promises.yaml")["patterns"])


def _table(name: str) -> dict[str, Any]:
    content: dict[str, Any] = document(name)
    return content
