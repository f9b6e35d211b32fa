"""Sentences and lines of a note, each with where it stands.

A full stop, a question or exclamation mark and a line break end a sentence; the stop of ``Dr.``, ``No.``, ``e.g.``, an
initial or a decimal does not. A wrapped paragraph stays together: a line goes on when the next one starts in small
letters, or when it is as long as a line gets and nothing closes it.
"""

from __future__ import annotations

from typing import NamedTuple

from assistant.recognise.scan import pattern


class Sentence(NamedTuple):
    """``text[start:end]`` of the note, without the blanks around it."""

    start: int
    end: int
    text: str


_ABBREVIATION = (
    r"dr|mr|mrs|ms|mx|jr|sr|st|no|nos|e\.g|i\.e|vs|etc|approx|appt|dept|fig|sec|inc|co|corp|ltd|pt|pts|tx|"
    r"hx|dx|rx|fx|px|cc|ins|ded|max|min|est|incl|jan|feb|mar|apr|jun|jul|aug|sep|sept|oct|nov|dec|mon|tue|"
    r"tues|wed|thu|thurs|fri|sat|sun|tel|ph|ext|cf|al|d\.d\.s|d\.m\.d|m\.d|d\.o|p\.a|r\.d\.h|u\.s|a\.m|"
    r"p\.m|d\.o\.b|s\.s\.n|ave|blvd|rd|ste|apt|lic|prof|rev|gen|cert|auth|ref|grp|acct|bilat|rt|lt|mand|"
    r"ant|post|resp|temp|wt|ht|vol|p|pp|art|par|subj|obj"
)
#: Abbreviations that also end sentences; a capital letter after them starts a new one.
_MAY_END = r"etc|inc|co|corp|ltd|a\.m|p\.m|d\.d\.s|d\.m\.d|m\.d|d\.o|ins|ded|max|min|est|u\.s|pts|tx"
_STOP = r"[.!?\u2026]{1,4}[\"'\u201d\u2019)\]]{0,3}(?=[\s\u00a0]|$)|\n"
_WORD_BEFORE = r"(?<![A-Za-z.])([A-Za-z](?:[A-Za-z]{0,10}|(?:\.[A-Za-z]){1,3}))$"
_LONGEST_WORD = 14
_NEXT_STARTS = r"[\s\u00a0]{0,4}[\"'\u201c\u2018(\[#$*\u2022-]{0,3}[A-Z0-9]"
_BULLET = r"[ \t]{0,8}(?:[-*\u2022\u00b7>]|[0-9]{1,2}[.)]|[A-Za-z][.)])[ \t]"
_WRAPS = r"[ \t]{0,8}[a-z(&/]"
_HEADING = r"[ \t]{0,8}(?:\r?\n|[A-Z][A-Za-z /&()-]{0,30}:)"
_ENDS_LINE = ".!?:;"
#: Characters from which an unfinished line counts as wrapped.
_FULL_LINE = 60


def split(text: str) -> tuple[Sentence, ...]:
    r"""The sentences in reading order; together they hold every character that is not blank.

    >>> [s.text for s in split("Seen by Dr. Lee, No. 8 is 2.5 mm off. CPAP tried, e.g. nightly.\nPlan: splint")]
    ['Seen by Dr. Lee, No. 8 is 2.5 mm off.', 'CPAP tried, e.g. nightly.', 'Plan: splint']
    """
    found: list[Sentence] = []
    start = 0
    for stop in pattern(_STOP, exact_case=True).finditer(text):
        if _ends(text, start, stop.start(), stop.end()):
            _add(found, text, start, stop.end())
            start = stop.end()
    _add(found, text, start, len(text))
    return tuple(found)


def containing(sentences: tuple[Sentence, ...], position: int) -> Sentence | None:
    """The sentence that holds the character at ``position``."""
    low, high = 0, len(sentences)
    while low < high:
        middle = (low + high) // 2
        if sentences[middle].end <= position:
            low = middle + 1
        else:
            high = middle
    if low < len(sentences) and sentences[low].start <= position:
        return sentences[low]
    return None


def _ends(text: str, start: int, stop: int, end: int) -> bool:
    if text[stop] == "\n":
        return line_ends(text, stop)
    if text[stop] != "." or end - stop > 1:
        return True
    word = pattern(_WORD_BEFORE, exact_case=True).search(text, max(start, stop - _LONGEST_WORD), stop)
    if word is None:
        return not _is_list_number(text, start, stop)
    folded = word[1].lower()
    if len(folded) == 1 and word[1].isupper() and word[1] != "I":
        return False
    if pattern(_MAY_END).fullmatch(folded):
        return bool(pattern(_NEXT_STARTS, exact_case=True).match(text, end)) or end == len(text)
    return not pattern(_ABBREVIATION).fullmatch(folded)


def _is_list_number(text: str, start: int, stop: int) -> bool:
    return text[start:stop].strip().isdigit() and stop - start < _LONGEST_WORD


def line_ends(text: str, stop: int) -> bool:
    """Whether the line break at ``stop`` parts two statements."""
    line = text[max(0, text.rfind("\n", 0, stop)) : stop].strip()
    if not line or line[-1] in _ENDS_LINE or pattern(_BULLET, exact_case=True).match(text, stop + 1):
        return True
    if pattern(_WRAPS, exact_case=True).match(text, stop + 1):
        return False
    return len(line) < _FULL_LINE or bool(pattern(_HEADING, exact_case=True).match(text, stop + 1))


def _add(found: list[Sentence], text: str, start: int, end: int) -> None:
    piece = text[start:end]
    inner = piece.strip()
    if inner:
        first = start + len(piece) - len(piece.lstrip())
        found.append(Sentence(first, first + len(inner), inner))
