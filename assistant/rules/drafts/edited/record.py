"""The papers of a case, sentence by sentence: what each states or denies, of which tooth and on which day."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from weakref import WeakKeyDictionary

from Stemmer import Stemmer

from assistant.domain.evidence import Evidence
from assistant.domain.fact import Fact, Mention
from assistant.domain.playbook import Playbook
from assistant.recognise import dates, durations, negation, sentences, teeth
from assistant.rules.drafts.proof import Proof, Value, ages, folded, unquoted, value_counts, value_order, values
from assistant.rules.drafts.rule import Sheet
from assistant.tables.attachments import kinds, known_words, normalise
from assistant.tables.wording import letter_words, record_words

_WORD = re.compile(r"[a-z][a-z'-]*[a-z]")
#: Where a sentence goes on to another thing.
_CLAUSE = re.compile(r";\s+|,\s+(?:and\s+|but\s+)?|\s+(?:and|but|while)\s+")
#: They turn what they stand beside and say nothing else.
_DENIALS = ("no", "not", "never", "without", "none", "neither", "nor", "cannot", "deny", "denies", "denied")
_VERB = re.compile(r"\b(?:is|are|was|were|has|have|had|shows?|showed)\b", re.IGNORECASE)
#: A count of teeth and the arch that has them.
_ARCHES = tuple(
    re.compile(words, re.IGNORECASE)
    for words in (
        r"\b(?P<count>\d{1,2})(?: (?:natural )?teeth)? (?:in|on) (?:the |her )?(?P<arch>upper|lower) (?:arch|jaw)\b",
        r"\b(?P<arch>upper|lower) (?:arch|jaw):?(?: has)? (?P<count>\d{1,2}) (?:natural )?teeth\b",
    )
)
_HEADING = re.compile(r"(?:[A-Z]{4,}\s)+\d")
#: Papers that a sentence may date.
_PAPER = re.compile(r"\b(?:chart|report|letter|note|order|form)\b", re.IGNORECASE)
#: From one day to another: what begins on the first ends on the last.
_RANGE = re.compile(r"\bfrom\s+(?P<first>[\d/-]{6,10})\s+(?:to|through|until)\s+(?P<last>[\d/-]{6,10})", re.IGNORECASE)
_ENDS, _BEGINS = "stop stopped end ended discontinued", "start started begin began begun"
_BORN = re.compile(r"\b(?:birth|DOB|born)\b[\s:.()-]{0,4}$", re.IGNORECASE)
#: What an image of any kind may be called.
_IMAGE = ("radiograph", "radiographs", "x-ray", "film", "films", "image", "images", "imaging")
#: Of the words of a sentence so many stand in one sentence of a paper; the rest in its paragraph.
_SHARE = 0.5


@cache
def _stemmer() -> Stemmer:
    return Stemmer("english")


@cache
def stem(word: str) -> str:
    """A word without its ending, for comparison."""
    return str(_stemmer().stemWord(word.removesuffix("'s")))


def content(text: str) -> frozenset[str]:
    """The stems of the words that state something; values and quotations are judged elsewhere."""
    words = _WORD.findall(folded(value_order(unquoted(text)).frame))
    return frozenset(stem(word) for word in words if len(word) > 1 and word not in letter_words())


def telling(text: str) -> frozenset[str]:
    """The content without the words with which one tells of a record, such as "was taken"."""
    return content(text) - _telling_nothing()


@cache
def _telling_nothing() -> frozenset[str]:
    return frozenset(stem(word) for word in (*record_words(), *_DENIALS))


@dataclass(frozen=True)
class Said:
    """A sentence of a paper.

    ``days`` stand in it, ``head`` opens its entry where none does; ``teeth`` are those that each
    of its words is about, ``around`` the stems of its paper, ``before`` those of the sentence before it and
    ``tells`` its own without those that hold it together.
    """

    stems: frozenset[str]
    denied: frozenset[str]
    values: frozenset[Value]
    days: frozenset[str]
    head: str
    teeth: Mapping[str, frozenset[str]]
    around: frozenset[str]
    before: frozenset[str] = frozenset()
    tells: frozenset[str] = frozenset()

    def contradicts(self, clause: Clause) -> bool:
        """Whether it says the opposite of what it shares with a clause, or says it of another tooth or day."""
        shared = clause.stems & self.stems
        turned = {word for word in shared if (word in clause.denied) != (word in self.denied)}
        if turned and not shared & clause.denied & self.denied:
            return True
        about = self._teeth_of(shared)
        if clause.teeth and about and not clause.teeth & about:
            return True
        return bool(clause.days and self.days and not clause.days & self.days)

    def proves(self, clause: Clause, *, whole: bool = False) -> bool:
        """Whether every word and value of a clause stands here, words of its subject perhaps elsewhere in the paper.

        A ``whole`` sentence must not turn a single word.
        """
        shared = clause.stems & self.stems
        subject = clause.subject & self.around
        if not shared or len(shared) < _SHARE * len(clause.stems) or not clause.stems <= self.stems | subject:
            return False
        if whole and any((word in clause.denied) != (word in self.denied) for word in shared):
            return False
        dated = not clause.days or bool(self.days) or clause.days == {self.head}
        placed = not clause.teeth or bool(clause.teeth & self._teeth_of(shared))
        return dated and placed and clause.numbers <= self.values and not self.contradicts(clause)

    def _teeth_of(self, words: frozenset[str]) -> frozenset[str]:
        """The teeth that some of its words are about."""
        return frozenset().union(*(self.teeth.get(word, frozenset()) for word in words))

    def goes_on(self, clause: Clause) -> bool:
        """Whether it gives the length of time of what the sentence before it names: "Present for 6 weeks."."""
        timed = any(kind == "duration" for kind, _ in clause.numbers) and clause.numbers <= self.values
        named = bool(clause.stems) and clause.stems <= self.before | self.stems
        return (
            timed and named and self.tells <= clause.stems and not clause.denied and not self.denied and not clause.days
        )


@dataclass(frozen=True)
class Clause:
    """A part of a sentence that states one thing; ``subject`` are the words before its verb."""

    stems: frozenset[str]
    subject: frozenset[str]
    denied: frozenset[str]
    days: frozenset[str]
    teeth: frozenset[str]
    numbers: frozenset[Value]


class Record:
    """What the papers of one case say."""

    def __init__(self, sheet: Sheet) -> None:
        evidence = sheet.evidence
        self.sentences = (*_of_papers(evidence), *_of_facts(evidence, sheet.playbook), *_of_images(evidence))
        self._ages = sheet.proof.ages
        self._arches = frozenset().union(*(arch_counts(each.text or "") for each in evidence.case.documents))
        self._judged: dict[str, bool] = {}

    def proves(self, text: str) -> bool:
        """Whether the papers say all of ``text``: each part of it in one sentence of its day and tooth."""
        if text not in self._judged:
            self._judged[text] = self._proves(text)
        return self._judged[text]

    def _proves(self, text: str) -> bool:
        if not telling(text):
            if arches := arch_counts(text):
                return arches <= self._arches and len(arches) == sum(kind == "number" for kind, _ in value_counts(text))
            if _PAPER.search(text) and not content(text):
                return self._dates_paper(text)
            return bool(ages(text)) and ages(text) <= self._ages and {v for k, v in values(text)} <= self._ages
        parts = clauses(text)
        if bool(parts) and all(self._any_proves(part) for part in parts):
            return True
        return len(parts) > 1 and self._any_proves(_clause(text), whole=True)

    def _any_proves(self, part: Clause, *, whole: bool = False) -> bool:
        """Whether one of the sentences that share most with a clause proves it."""
        if any(said.proves(part, whole=whole) for said in self._nearest(part)):
            return True
        return not whole and any(said.goes_on(part) for said in self.sentences)

    def _dates_paper(self, text: str) -> bool:
        """Whether one sentence names the paper of ``text`` with its day: "Charted: 01/23/2026"."""
        days = frozenset(value for kind, value in values(text) if kind == "date")
        named = {stem(word.group().lower()) for word in _PAPER.finditer(text)}
        return bool(days) and any(days <= said.days and named <= said.stems for said in self.sentences)

    def _nearest(self, part: Clause) -> list[Said]:
        shared = [(len(part.stems & said.stems), said) for said in self.sentences]
        most = max((count for count, _ in shared), default=0)
        return [said for count, said in shared if most and count == most]

    def says_otherwise(self, text: str) -> bool:
        """Whether every sentence of a paper that shares most with a part of ``text`` says the opposite of it."""
        pairs = ((part, self._nearest(part)) for part in clauses(text))
        return any(found and all(said.contradicts(part) for said in found) for part, found in pairs)


def record_of(sheet: Sheet) -> Record:
    """The record of a draft's case, read once."""
    if sheet.proof not in _READ:
        _READ[sheet.proof] = Record(sheet)
    return _READ[sheet.proof]


#: By the proof of a draft, and gone with it.
_READ: WeakKeyDictionary[Proof, Record] = WeakKeyDictionary()


def clauses(text: str) -> tuple[Clause, ...]:
    """The parts of a sentence, each with words of its own; a list of teeth or days stays with its words."""
    parts: list[str] = []
    for part in _CLAUSE.split(unquoted(text)):
        if parts and not (telling(part) and telling(parts[-1])):
            parts[-1] = f"{parts[-1]}, {part}"
        else:
            parts.append(part)
    made = [_clause(part) for part in parts]
    return tuple(made) if all(part.stems for part in made) else ()


def _clause(text: str) -> Clause:
    stems = telling(text)
    said = values(text)
    verb = _VERB.search(text)
    return Clause(
        stems,
        telling(text[: verb.start()]) if verb else frozenset(),
        _denied(text) & stems,
        frozenset(value for kind, value in said if kind == "date"),
        frozenset(value for kind, value in said if kind == "tooth"),
        frozenset((kind, value) for kind, value in said if kind not in ("date", "tooth")) | _lengths(text),
    )


def _lengths(text: str) -> frozenset[Value]:
    """Lengths of time with their units: 2 months are not 4, though "4/10" stands beside them."""
    return frozenset(("duration", f"{found.value} {found.unit}") for found in durations.find(text))


def _denied(text: str) -> frozenset[str]:
    """The stems of the words that a sentence denies."""
    found = ((stem(m.group()), m) for m in _WORD.finditer(text.lower()))
    return frozenset(word for word, m in found if negation.is_denied(text, m.start(), m.end()))


def arch_counts(text: str) -> frozenset[tuple[str, str]]:
    """How many teeth each arch has, as the words put it.

    >>> sorted(arch_counts("13 teeth in the upper arch and 14 in the lower arch"))
    [('lower', '14'), ('upper', '13')]
    >>> sorted(arch_counts("Upper arch 13 teeth, lower arch 14 teeth"))
    [('lower', '14'), ('upper', '13')]
    """
    found = (match for pattern in _ARCHES for match in pattern.finditer(text))
    return frozenset((match["arch"].lower(), match["count"]) for match in found)


def _of_papers(evidence: Evidence) -> Iterator[Said]:
    for document in evidence.case.documents:
        around = _stems(document.text or "")
        yield from _under_heading(document.text or "", around)
        for paragraph in re.split(r"\n\s*\n|\n(?=\s*\d{1,2}/\d{1,2}/\d{2,4})", document.text or ""):
            yield from _said(paragraph, document.date.isoformat() if document.date else "", around)
    for fact in evidence.case.facts:
        yield from _said(f"{fact.key.replace('_', ' ')} {fact.value}", "")


def _under_heading(text: str, around: frozenset[str]) -> Iterator[Said]:
    """Each sentence of a paper that a dated heading in capitals opens, with the words of that heading."""
    heading, _, body = text.strip().partition("\n")
    days = frozenset(m.value for m in dates.find(heading))
    if len(days) != 1 or not _HEADING.match(heading):
        return
    for said in _said(body, min(days), around):
        if not said.days and said.values:
            yield replace(said, stems=said.stems | _stems(heading), days=days)


def _of_facts(evidence: Evidence, playbook: Playbook | None) -> Iterator[Said]:
    """What was read from the papers, in the words of the vocabulary."""
    for fact in evidence.facts:
        label = next((spec.label for spec in playbook.facts if spec.key == fact.key), "") if playbook else ""
        value = "" if isinstance(fact.value, bool) else f" {fact.value} {fact.unit}"
        tooth = f" of tooth {fact.place}" if fact.place[:1].isdigit() else f" {fact.place}"
        yield from _said(f"{'no ' if fact.polarity == 'absent' else ''}{label}{tooth}{value}", _iso(fact))


def _iso(fact: Fact) -> str:
    return fact.day.isoformat() if fact.day else ""


def _ends_of(text: str, said: Said) -> Iterator[Said]:
    """What a sentence says of the last and of the first of the days that it runs between."""
    match = _RANGE.search(text)
    if match is None:
        return
    for group, words in (("last", _ENDS), ("first", _BEGINS)):
        day = frozenset(m.value for m in dates.find(match[group]))
        stems = said.stems | frozenset(stem(word) for word in words.split())
        yield replace(said, stems=stems, days=day, values=said.values | {("date", each) for each in day})


def _said(paragraph: str, own_day: str, around: frozenset[str] = frozenset()) -> Iterator[Said]:
    head = next((m.value for m in dates.find(paragraph) if not _BORN.search(paragraph[: m.start])), own_day)
    last: frozenset[str] = frozenset()
    before: frozenset[str] = frozenset()
    for sentence in sentences.split(paragraph):
        days = frozenset(m.value for m in dates.find(sentence.text))
        about, last = _teeth(sentence.text, last)
        said = Said(
            _stems(sentence.text),
            _denied(sentence.text),
            frozenset(values(sentence.text)) | _lengths(sentence.text),
            days,
            head,
            about,
            around,
            before,
            telling(sentence.text),
        )
        yield said
        yield from _ends_of(sentence.text, said)
        before = said.stems


def _teeth(text: str, last: frozenset[str]) -> tuple[dict[str, frozenset[str]], frozenset[str]]:
    """The teeth that each word of a sentence is about, and those that the next sentence goes on about."""
    found = list(teeth.find(text))
    about: dict[str, frozenset[str]] = {}
    for word in _WORD.finditer(text.lower()):
        before = [m for m in found if m.start < word.start()]
        near = _listed(before, text) if before else frozenset(m.value for m in found[:1]) or last
        about[stem(word.group())] = about.get(stem(word.group()), frozenset()) | near
    return about, _listed(found, text) if found else last


def _listed(found: list[Mention], text: str) -> frozenset[str]:
    """The last tooth with those that are named together with it."""
    group = [found[-1]]
    for mention in reversed(found[:-1]):
        if not re.fullmatch(r"[\s,;&/#-]*(?:and\b[\s#]*)?(?:through|to)?[\s#]*", text[mention.end : group[-1].start]):
            break
        group.append(mention)
    return frozenset(mention.value for mention in group)


def _stems(text: str) -> frozenset[str]:
    words = _WORD.findall(folded(text))
    image = any((kind := normalise(word)) is not None and kind.family == "radiograph" for word in _kind_words(text))
    return frozenset(stem(word) for word in (*words, *(_IMAGE if image else ())))


def _kind_words(text: str) -> Iterable[str]:
    return _kinds().findall(text.lower())


@cache
def _kinds() -> re.Pattern[str]:
    shown = [word for word in known_words() if (kind := normalise(word)) is not None and kind.family == "radiograph"]
    return re.compile(r"(?<!\w)(?:" + "|".join(re.escape(w) for w in sorted(shown, key=len, reverse=True)) + r")(?!\w)")


def _of_images(evidence: Evidence) -> Iterator[Said]:
    """The images of the case, which have their day and tooth from the list of attachments."""
    for each in (*evidence.case.attachments, *evidence.case.claim.attachments):
        kind = normalise(each.kind)
        label = kinds()[kind.name].label if kind is not None else each.kind
        tooth = f" of tooth {each.tooth}" if each.tooth else ""
        yield from _said(f"{label} taken{tooth} {each.date or ''}", "")
