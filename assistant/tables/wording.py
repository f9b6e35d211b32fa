"""Lists of words that a draft must not use."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

#: "an estimate, not a guarantee" is the opposite of a promise.
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


@cache
def common_words() -> frozenset[str]:
    """Words that say nothing of what a question is about."""
    return frozenset(str(_table("common_words.yaml")["words"]).split())


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in _table("promises.yaml")["patterns"])


def _table(name: str) -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load((files("corpus") / "tables" / name).read_text(encoding="utf-8"))
    return content
