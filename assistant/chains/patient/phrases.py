"""Phrases of an estimate in the patient's words."""

from __future__ import annotations

import re
from datetime import date

from assistant.prompting.wording import long_date
from assistant.tables.patient_words import Phrase, gap_phrases, other_gap, reason_phrases, told


def gap_words(gap: str) -> str:
    """What is missing, as a patient is told.

    >>> gap_words("the annual maximum of Brightsmile Dental")
    'the yearly limit of Brightsmile Dental'
    """
    found = told(gap, gap_phrases())
    return _filled(*found) if found is not None else other_gap()


def reason_words(reason: str) -> str:
    """Why a plan pays nothing; empty where the reason is none of those.

    >>> reason_words("waiting period of 12 months ends on 2027-01-01: not covered before")
    'Your plan has a waiting time for this care. It ends on January 1, 2027.'
    """
    found = told(reason, reason_phrases())
    return _filled(*found) if found is not None else ""


def _filled(phrase: Phrase, match: re.Match[str]) -> str:
    caught = {
        name: long_date(date.fromisoformat(value.rstrip(".,:"))) if name.endswith("day") else value
        for name, value in match.groupdict().items()
    }
    return phrase.words.format(**caught)
