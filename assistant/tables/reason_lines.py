"""How letters say which service a reason is for, from ``corpus/tables/reason_line_words.yaml``."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

from assistant.tables.source import document


@cache
def reason_words(kind: Literal["taken_into", "whole", "goes_on", "of_a_tooth"]) -> re.Pattern[str]:
    """What finds words of a kind; of what takes a service in also the words behind it, up to the next stop.

    >>> reason_words("taken_into").sub("", "The core is part of the crown, and denied.")
    'The core is , and denied.'
    """
    behind = r"[^,;:.]*" if kind == "taken_into" else ""
    return re.compile(rf"\b(?:{'|'.join(document('reason_line_words.yaml')[kind])})\b{behind}", re.IGNORECASE)
