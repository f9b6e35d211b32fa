"""How hard a text is to read: the Flesch-Kincaid grade with our own syllable rules.

The formula is public (Kincaid and others, 1975, Navy research branch report 8-75):
``0.39 * words / sentences + 11.8 * syllables / words - 15.59``. Amounts, dates in figures,
codes and placeholders count as one word of one syllable, so that a text is not called hard
for naming the sum a patient owes; initialisms are spelled letter by letter.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_PLACEHOLDER = re.compile(r"\[\[needs:[^\[\]]*\]\]")
_TOKEN = re.compile(r"[$#]?\w[\w'\u2019./,%-]*", re.UNICODE)
_WORD = re.compile(r"[^\W\d_]+(?:['\u2019-][^\W\d_]+)*")
#: "1." and bullets open a line; they are neither words nor ends of sentences.
_ENUMERATOR = re.compile(r"^[ \t]*(?:\d{1,2}[.)]|[-*\u2022])[ \t]+", re.MULTILINE)
# A line break ends a sentence (headings, list items) unless the next line goes on in lower case.
_LINE_END = re.compile(r"\n\s*\n|\n(?!\s*[a-z])")
_SENTENCE_END = re.compile(r"[.!?]+[\"'\u201d\u2019)\]]*\s+")
_ABBREVIATION = re.compile(
    r"(?:\b(?:dr|mr|mrs|ms|no|vs|st|approx|inc|dept|fig|sec|e\.g|i\.e|[ap]\.m|d\.d\.s|m\.d)|\b[a-z])\.$", re.IGNORECASE
)

_VOWELS = re.compile(r"[aeiouy]+")
#: Two vowels that are spoken apart.
_HIATUS = re.compile(
    r"[^tcsg]ia|[tc]ia(?=t)|[^tcsgx]io|iu|eo(?!u|n$|ns$|ple)|[^aeiouqg]ua|[aeiouy]ing|[^q]uity|iest|ier(?=s?$)|quiet"
)
_SILENT = re.compile(
    r"(?:(?<![aeiouy])(?<!^)(?<![^aeiouy]l)e"  # state, but be, people's -le is heard below
    r"|(?<=[^aeiouytd])ed"  # billed, but wanted, needed
    r"|(?<=[^aeiouysxzcghl])es"  # notes, but boxes, ages, tables
    r")$"
)
#: Common words that the rules miss.
_KNOWN = {
    "area": 3,
    "being": 2,
    "business": 2,
    "create": 2,
    "eye": 1,
    "every": 2,
    "idea": 3,
    "people": 2,
    "science": 2,
    "something": 2,
    "someone": 2,
    "sometimes": 2,
    "therefore": 2,
    "used": 1,
    "via": 2,
}


class Readability(NamedTuple):
    """Counts and grade of a text; ``lengths`` are the words of each sentence in order.

    ``grade`` is ``None`` for a text without words, which is neither easy nor hard.
    """

    words: int
    sentences: int
    syllables: int
    grade: float | None
    lengths: tuple[int, ...]

    @property
    def longest(self) -> int:
        """Words of the longest sentence."""
        return max(self.lengths, default=0)


def readability(text: str) -> Readability:
    """Measure a text.

    >>> readability("This estimate is not a guarantee of payment.")
    Readability(words=8, sentences=1, syllables=13, grade=6.7, lengths=(8,))
    """
    counted = [[syllables(token) for token in _TOKEN.findall(sentence)] for sentence in sentences(text)]
    counted = [sentence for sentence in counted if sentence]
    words = sum(map(len, counted))
    spoken = sum(map(sum, counted))
    grade = round(0.39 * words / len(counted) + 11.8 * spoken / words - 15.59, 1) if words else None
    return Readability(words, len(counted), spoken, grade, tuple(map(len, counted)))


def sentences(text: str) -> list[str]:
    """The sentences of a text; abbreviations, initials and decimals do not end one.

    >>> sentences("Dr. Reyes saw you on 3/4. You owe $12.50 by 5 p.m. today. Call us!")
    ['Dr. Reyes saw you on 3/4.', 'You owe $12.50 by 5 p.m. today.', 'Call us!']
    """
    found: list[str] = []
    for line in _LINE_END.split(_ENUMERATOR.sub("\n", _PLACEHOLDER.sub("blank", text))):
        start = 0
        for end in _SENTENCE_END.finditer(line):
            sentence = line[start : end.end()].strip()
            if not _ABBREVIATION.search(sentence):
                found.append(sentence)
                start = end.end()
        found.append(line[start:].strip())
    return [sentence for sentence in found if sentence]


def syllables(token: str) -> int:
    """Spoken syllables of one word; anything with a digit counts one.

    >>> [syllables(w) for w in ("payment", "insurance", "in-network", "$1,050", "EOB")]
    [2, 3, 3, 1, 3]
    """
    word = token.strip("'\u2019./,%-$#")
    if not _WORD.fullmatch(word):
        return 1
    if word.isupper() and 1 < len(word) <= 4:
        return sum(3 if letter == "W" else 1 for letter in word)
    return sum(_spoken(part) for part in re.split(r"[-]", word.lower()))


def _spoken(word: str) -> int:
    word = re.sub(r"['\u2019](?:s|re|ve|ll|d|m)?$", "", word).replace("'", "").replace("\u2019", "")
    if word in _KNOWN:
        return _KNOWN[word]
    if word.endswith("s") and word[:-1] in _KNOWN:
        return _KNOWN[word[:-1]]
    heard = _SILENT.sub("", word)
    return max(1, len(_VOWELS.findall(heard)) + len(_HIATUS.findall(heard)))
