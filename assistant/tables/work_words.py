"""How an office is told what comes first, and what is being done for it: one wording for every door."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import cast

from assistant.domain.draft import DraftAction
from assistant.tables.source import document


def first_move(action: DraftAction) -> str:
    """What is done first, in the middle of a sentence.

    >>> first_move("bill_other")
    'bill the other plan'
    """
    return _words("first_moves")[action]


def steps() -> Mapping[str, str]:
    """What is shown while each tool works, by the name of the tool.

    >>> steps()["deadline"]
    'Counting the deadline'
    """
    return _words("steps")


@cache
def _words(kind: str) -> Mapping[str, str]:
    return MappingProxyType(cast(dict[str, str], document("work_words.yaml")[kind]))
