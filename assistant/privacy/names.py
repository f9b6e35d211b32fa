"""Names of people: after a title or a label, beside a licence, or a usual given name before a surname."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from assistant.privacy.kinds import Identifier
from assistant.tables.source import document

_UP = "A-Z\u00c0-\u00d6\u00d8-\u00de\u0100-\u017f\u1e00-\u1eff"
_LOW = "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u017f\u1e00-\u1eff'\u2019\u0300-\u036f"
_GAP = "[ \t\u00a0]{1,2}"
_NAME = f"[{_UP}](?:[{_LOW}]|-(?=[{_UP}])){{1,24}}"
_INITIAL = rf"[{_UP}]\.?"
_PARTICLE = r"(?:van|von|de|del|della|der|den|la|le|las|los|da|di|dos|du|bin|ibn|al|el|[Ss]t\.?|ten)"
_LED = f"(?:{_PARTICLE}{_GAP}){{0,2}}(?:(?:al|el)-)?"
_MORE = f"(?:{_GAP}{_LED}(?:{_NAME}|{_INITIAL}(?![{_LOW}])))"
_SUFFIX = rf"(?:,?{_GAP}(?:Jr|Sr|II|III|IV)\b\.?)?"
_FULL = f"{_NAME}{_MORE}{{0,3}}{_SUFFIX}"
_TWO = f"{_NAME}{_MORE}{{1,3}}{_SUFFIX}"
_INITIALED = rf"(?:{_INITIAL}{_GAP}?){{1,2}}{_NAME}"
_LAST_FIRST = f"{_LED}{_NAME}(?:[ ]{_NAME})?,{_GAP}?{_NAME}(?:{_GAP}{_INITIAL}(?![{_LOW}]))?"
_ANY = f"(?:{_LAST_FIRST}|{_FULL}|{_INITIALED})"

_TITLE = re.compile(
    rf"(?<![A-Za-z])(?:Mr|Mrs|Ms|Miss|Mx|Dr|Drs|Prof|Doctor|Rev|MR|MRS|MS|DR|mr|mrs|ms|dr)\b\.?{_GAP}({_FULL}|"
    rf"{_INITIALED})"
)
_RELATIVES = "guardian|parent|mother|father|mom|dad|spouse|wife|husband|son|daughter|child|brother|sister|dependent"
_MEMBERS = "patient|paciente|member|subscriber|insured|guarantor|beneficiary|enrollee|employee|policy ?holder"
_CLINICIANS = "provider|dentist|physician|doctor|surgeon|hygienist|assistant|referring|ordering|rendering|treating"
_LABEL = re.compile(
    rf"(?<![A-Za-z])(?i:(?:{_MEMBERS})(?:'s)?|pt|name|{_RELATIVES}|{_CLINICIANS}|responsible party|"
    r"emergency contact|contact|referred by|signed(?: by)?|signature|attn|attention|re|regarding|dear|"
    r"rep(?:resentative)?|caller|employer|witness|from|to|cc)"
    r"(?i:(?:[ /]{1,2}(?:full |legal |first |last |patient )?(?:name|provider|dentist|physician|doctor|party))?)"
    r"(?:\(s\))?"
    rf"[ \t]{{0,3}}[:=#][ \t]{{0,3}}({_ANY})"
)
_INLINE = re.compile(
    rf"(?<![A-Za-z])(?i:{_MEMBERS}|pts?\.?|{_RELATIVES}|spoke (?:w/|with|to)|talked (?:w/|with|to)|called|texted|"
    r"emailed|rep|named|dear|attn|referred by|seen by|signed by|treated by|behalf of|letter (?:to|for)|claim for|"
    rf"appeal for|c/o),?[ \t]{{1,3}}({_ANY})"
)
_CLOSING = re.compile(
    r"(?<![A-Za-z])(?i:sincerely|(?:kind |best |warm )?regards|respectfully|thank you|thanks),?"
    rf"[ \t]{{0,2}}\n{{0,5}}({_ANY})"
)
_LICENSED = re.compile(
    rf"({_FULL}|{_INITIALED}),?{_GAP}(?:DDS|DMD|D\.D\.S\.|D\.M\.D\.|MD|M\.D\.|DO|RDH|CDA|RN|NP|PA-C|PhD|FAGD|FACS|"
    r"FNP|APRN)(?![A-Za-z])"
)
#: A name before a day of birth, or before what only a patient does.
_OF_A_PATIENT = re.compile(
    rf"(?<![{_LOW}-])({_LAST_FIRST}|{_TWO}),?[ \t]{{0,3}}(?:\(?[ ]?(?i:DOB|D\.O\.B\.|date of birth|birth ?date|born)\b"
    r"[\s:.#-]{0,4}(?:on )?(?=[\dJFMASOND])|"
    r"(?:was (?:first |last )?seen (?=on\b|for\b|by\b|today|in\b|\d)|(?:presented|presents (?:with|for|today))\b))"
)
_MIDDLE_INITIAL = re.compile(rf"(?<![{_LOW}0-9.-])({_NAME}{_GAP}[{_UP}]\.{_GAP}{_LED}{_NAME}{_SUFFIX})")
#: Before a single letter these count or grade.
_LETTERED = frozenset({"vitamin", "class", "type", "plan", "part", "section", "step", "grade", "stage", "hepatitis"})
_INITIAL_FIRST = re.compile(rf"(?<![{_LOW}0-9.])([{_UP}]\.[ ]?(?=[{_UP}][^\s]{{0,24}}[a-z]){_NAME})")
#: After such a word a usual given name counts in small letters too.
_SMALL = re.compile(
    r"(?<![A-Za-z])(?i:patient|paciente|pts?|mr|mrs|ms|miss|dr|member|mom|dad|mother|father|spouse|wife|husband|son|"
    rf"daughter)[.:]?[ ]{{1,2}}(?P<given>[a-z\u00e0-\u00ff]{{2,20}})(?:[ ](?P<family>[{_LOW}-]{{2,24}}))?(?![{_LOW}])"
)
_ALONE = re.compile(f"(?<![{_LOW}@._-])(?:[{_UP}][{_LOW}]{{1,20}}?|[a-z]{{4,20}})(?=['\u2019]s|[^{_LOW}@_]|$)")
_PAIR = re.compile(f"(?<![{_LOW}-])({_TWO})")
_REVERSED_PAIR = re.compile(f"(?<![{_LOW}-])({_LAST_FIRST})")


def find(text: str) -> tuple[Identifier, ...]:
    """Names that their surroundings give away; one may lie within another.

    >>> [i.quote for i in find("Patient: Jane Doe. Mr. Ortiz called; pt Reports pain. A. Lee, DDS")]
    ['Jane', 'Jane Doe', 'Ortiz', 'A. Lee', 'Lee']
    """
    found: dict[tuple[int, int], Identifier] = {}
    for start, end in (*_surrounded(text), *_usual(text)):
        _keep(found, text, start, end)
    return tuple(found[span] for span in sorted(found))


def _surrounded(text: str) -> Iterator[tuple[int, int]]:
    """Where a title, a label, a closing or a licence says that a name stands."""
    for source in (_TITLE, _LABEL, _CLOSING):
        yield from (match.span(1) for match in source.finditer(text))
    for source in (_OF_A_PATIENT, _MIDDLE_INITIAL):
        yield from (match.span(1) for match in source.finditer(text) if _is_all_name(match[1]))
    for source in (_INLINE, _LICENSED):
        yield from (match.span(1) for match in source.finditer(text) if not _is_abbreviation(match[1]))


def _is_all_name(words: str) -> bool:
    """Whether no word is one of the office, of a heading or of a grade."""
    found = re.findall(f"[{_LOW}]+", words)
    return not any(is_ordinary(word) or word.lower() in _LETTERED for word in found if len(word) > 1)


def _usual(text: str) -> Iterator[tuple[int, int]]:
    """Where a usual given name stands, alone or with a surname."""
    telling = given_names() - everyday_words()
    for match in _SMALL.finditer(text):
        if match["given"] in telling:
            family = match["family"] if match["family"] and not is_ordinary(match["family"]) else None
            yield match.start("given"), match.end("family" if family else "given")
    for match in _ALONE.finditer(text):
        if match[0].lower() in telling and not _is_abbreviation(match[0]):
            yield match.span()
    for source in (_PAIR, _REVERSED_PAIR):
        for match in source.finditer(text):
            yield from _from_given_name(text, *match.span(1))


def initialed(text: str) -> tuple[Identifier, ...]:
    """Words like ``J. Doe``, which may also be a lettered heading and so say nothing about the rest of the text."""
    found: dict[tuple[int, int], Identifier] = {}
    for match in _INITIAL_FIRST.finditer(text):
        if not text[max(0, text.rfind("\n", 0, match.start()) + 1) : match.start()].startswith("#"):
            _keep(found, text, *match.span(1))
    return tuple(found.values())


#: Words of a label that a pattern may have taken for the first word of a name.
_LABEL_WORDS = frozenset({"name", "patient", "member", "is", "was", "info", "re"})


def _keep(found: dict[tuple[int, int], Identifier], text: str, start: int, end: int) -> None:
    """Keep the stretch up to the first word that is no part of a name."""
    words = [
        (m.group(), start + m.start(), start + m.end())
        for m in re.finditer(f"[{_LOW}]+(?:-[{_LOW}]+)*\\.?", text[start:end])
    ]
    while words and words[0][0].lower() in _LABEL_WORDS:
        words.pop(0)
    kept: list[tuple[str, int, int]] = []
    for word in words:
        if is_ordinary(word[0]):
            break
        kept.append(word)
    if kept and any(len(word.rstrip(".")) > 1 for word, _, _ in kept):
        first, last = kept[0][1], kept[-1][2]
        quote = text[first:last].rstrip(".") if not re.search(r"\b(?:Jr|Sr)\.$", text[first:last]) else text[first:last]
        quote = re.sub("['\u2019]s$", "", quote)
        found[(first, first + len(quote))] = Identifier("PERSON", quote, first, first + len(quote))


def _is_abbreviation(word: str) -> bool:
    """Two or three capitals, which are a name only behind a title or a label."""
    return len(word) <= len("OSA") and word.isupper()


def is_ordinary(word: str) -> bool:
    """Whether a capitalised word is no name: a word of the office, a verb of a note, a month."""
    if word.endswith(".") and len(word) == len("A."):
        return False
    bare = re.sub("['\u2019]s$", "", word.rstrip(".").lower())
    return bare in _words("not_names")


def _from_given_name(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The part of a run of capitalised words that begins, or in ``Doe, Jane`` ends, with a usual given name."""
    words = [(m.group(), start + m.start(), start + m.end()) for m in re.finditer(f"[{_LOW}-]+\\.?", text[start:end])]
    if "," in text[start:end]:
        if any(word.lower().rstrip(".") in given_names() for word, _, _ in words[1:]):
            yield start, end
        return
    for place, (word, begin, _) in enumerate(words[:-1]):
        if word.lower().split("-")[0] in given_names():
            yield begin, end
            return
        if place == len(words) - 1:
            return


def given_names() -> frozenset[str]:
    """Usual given names in the United States, in small letters."""
    return _words("given_names")


def everyday_words() -> frozenset[str]:
    """Names that are also everyday words, in small letters."""
    return _words("everyday_words")


@cache
def _words(key: str) -> frozenset[str]:
    words: str = document("names.yaml")[key]
    return frozenset(words.split())
