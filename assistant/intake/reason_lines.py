"""Which service a payer's sentence gives a reason for: the codes, teeth and words of care that it names.

A reason that names no service of several stays without a line; it is never spread over them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.domain.claim import ServiceLine
from assistant.intake.letter_table import LetterLine, is_row
from assistant.recognise import areas, denial_codes, procedure_codes, sentences, teeth
from assistant.recognise.sentences import Sentence
from assistant.recognise.subjects import subjects
from assistant.tables.reason_lines import reason_words

_NUMBERED = re.compile(r"\blines?\s*(?:no\.?|#)?\s*(\d{1,2}(?:\s*(?:,|and|&)\s*\d{1,2})*)\b", re.IGNORECASE)
#: Where a sentence, or a list without full stops, may go on to another service.
_PIECE = re.compile(r"[;,]\s|\sand\s|\swhile\s|\sbut\s|\n(?=\W*(?:\w+ )?(?:[A-Z]\d{4}|\d{5})\b)")
_PARAGRAPH = re.compile(r"\n[ \t]*\n")
#: With fewer words of its own a sentence holds the codes alone.
_TELLING = 3


@dataclass(frozen=True)
class Told:
    """Words of the paper with reason codes in them, and the places of the services that they speak of."""

    words: str
    coded: str
    lines: tuple[int, ...] = ()


def told_reasons(text: str, lines: Sequence[LetterLine]) -> tuple[Told, ...]:
    """Every stretch of prose that gives reason codes, with the services that it names; rows of tables are left out."""
    found: list[Told] = []
    for block in _PARAGRAPH.split(text):
        plain = "\n".join(row for row in block.splitlines() if not is_row(row))
        found += _in_paragraph(sentences.split(plain), plain, lines)
    return tuple(found)


def spoken_of(words: str, lines: Sequence[LetterLine]) -> tuple[int, ...]:
    """The places of the services that words name: by code, line, tooth or kind of care, or all of them.

    Words that fit several services and mean one ("the crown", of two) name none.
    """
    own = reason_words("taken_into").sub(" ", words)
    every = tuple(range(len(lines)))
    if codes := {mention.value for mention in procedure_codes.find(own)}:
        return _placed(own, lines, [place for place in every if lines[place].code in codes], several=True)
    if (numbered := _NUMBERED.search(own)) is not None:
        wanted = {int(number) - 1 for number in re.findall(r"\d+", numbered[1])}
        return tuple(sorted(wanted)) if wanted <= set(every) else ()
    named = subjects(own)
    fitting = [place for place in every if set(subjects(lines[place].code)) & set(named)]
    if named and fitting:
        return _of_care(own, lines, fitting)
    if not named and teeth.find(own):
        return _placed(own, lines, list(every), several=bool(reason_words("of_a_tooth").search(own)))
    return _unpaid(lines) if reason_words("whole").search(own) else ()


def claim_lines_in(words: str, lines: Sequence[ServiceLine]) -> tuple[ServiceLine, ...]:
    """The lines of a claim that words speak of."""
    told = tuple(
        LetterLine(code=each.code.strip().upper(), told="", tooth=each.tooth, area=each.area) for each in lines
    )
    return tuple(lines[place] for place in spoken_of(words, told))


def _of_care(words: str, lines: Sequence[LetterLine], fitting: list[int]) -> tuple[int, ...]:
    """The services of the kinds of care that are named; of several of one kind only those that are told apart."""
    found: list[int] = []
    for name, quote in subjects(words).items():
        kind = [place for place in fitting if name in subjects(lines[place].code)]
        found += _placed(words, lines, kind, several=quote.rstrip().lower().endswith("s"))
    return tuple(sorted(set(found)))


def _placed(words: str, lines: Sequence[LetterLine], fitting: list[int], *, several: bool) -> tuple[int, ...]:
    """Those of the services at a place that the words name; more than one only where ``several`` may be meant."""
    named = {mention.value for mention in teeth.find(words)}
    there = {mention.value for mention in areas.find(words)}
    if named and any(lines[place].tooth for place in fitting):
        fitting = [place for place in fitting if set((lines[place].tooth or "").split(",")) & named]
    elif there and any(lines[place].area for place in fitting):
        fitting = [place for place in fitting if lines[place].area in there]
    return tuple(fitting) if several or len(fitting) == 1 else ()


def _unpaid(lines: Sequence[LetterLine]) -> tuple[int, ...]:
    return tuple(place for place, line in enumerate(lines) if not line.paid)


def is_worded(text: str) -> bool:
    """Whether a text says more than its codes."""
    return len(re.findall(r"\b[a-z]{3,}\b", text)) >= _TELLING


def _in_paragraph(split: tuple[Sentence, ...], text: str, lines: Sequence[LetterLine]) -> Iterator[Told]:
    """The reasons of one paragraph: what stands before a code since the last one belongs to it."""
    since = 0
    before: tuple[int, ...] = ()
    for number, sentence in enumerate(split):
        if not denial_codes.find(sentence.text):
            continue
        unit = split[since : number + 1]
        for clause in _clauses(sentence.text, lines):
            about = spoken_of(clause, lines) or _of_unit(unit, lines)
            if not about and number and _continues(text, split[number - 1], sentence):
                about = before
            if not about and number == 0 and not is_worded(clause):
                about = _first_named(split[1:], lines)
            yield Told(words=_words(unit, clause, sentence), coded=clause, lines=about)
            before = about or before
        since = number + 1


def _of_unit(unit: Sequence[Sentence], lines: Sequence[LetterLine]) -> tuple[int, ...]:
    """All services where a sentence before the code speaks of all, else those of the nearest that names one."""
    named = [found for each in unit[:-1] if (found := spoken_of(each.text, lines))]
    whole = [found for found in named if len(found) == len(_unpaid(lines))]
    return whole[0] if whole else named[-1] if named else ()


def _continues(text: str, last: Sentence, sentence: Sentence) -> bool:
    return "\n" not in text[last.end : sentence.start] or bool(reason_words("goes_on").search(sentence.text))


def _first_named(rest: Sequence[Sentence], lines: Sequence[LetterLine]) -> tuple[int, ...]:
    """What the sentences behind a code name that opens a paragraph, up to the next code."""
    for sentence in rest:
        if denial_codes.find(sentence.text):
            return ()
        if found := spoken_of(sentence.text, lines):
            return found
    return ()


def _clauses(sentence: str, lines: Sequence[LetterLine]) -> tuple[str, ...]:
    """A sentence cut where it goes on from a reason of one service to that of another."""
    pieces = list(_pieces(sentence))
    clauses = [pieces[0]]
    for place, piece in enumerate(pieces[1:], start=1):
        complete = bool(denial_codes.find(clauses[-1]) and spoken_of(clauses[-1], lines))
        more = bool(denial_codes.find("".join(pieces[place:])))
        if complete and more and spoken_of(piece, lines):
            clauses.append(piece)
        else:
            clauses[-1] += piece
    return tuple(clause for clause in clauses if denial_codes.find(clause)) if len(clauses) > 1 else (sentence,)


def _pieces(sentence: str) -> Iterator[str]:
    start = 0
    for match in _PIECE.finditer(sentence):
        if sentence.count("(", 0, match.start()) <= sentence.count(")", 0, match.start()):
            yield sentence[start : match.start()]
            start = match.start()
    yield sentence[start:]


def _words(unit: Sequence[Sentence], clause: str, sentence: Sentence) -> str:
    """The payer's own words for the reason: the clause, or with it the sentences before where it holds codes alone."""
    if clause != sentence.text or is_worded(clause):
        return re.sub(r"^(?:and|but|while) ", "", " ".join(clause.split()).strip(" ,;"))
    return " ".join(word for each in unit for word in each.text.split())
