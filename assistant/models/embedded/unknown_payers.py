"""A payer that no list holds, known by its place in the sentence.

``does harborview pay for sealants`` names a company although nobody has heard of it: the word stands where a payer
stands, and neither the shipped documents and tables nor everyday speech explain it. A word that lies one slip away from
one that is explained is taken for the slip.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from rapidfuzz.distance import OSA

from assistant.models.embedded.lexicon import brands, no_company_words, ordinary_words
from assistant.tables.wording import common_words

_NOUN = "dental|health(?:care)?|ppo|dhmo|mutual|insurance|benefits|advantage|assurance|life"
#: A company written with capitals, by its noun.
_CAPITALS = re.compile(
    r"\b(?!(?:Does|Do|Is|Will|Can|The|A|My|Our|Their|This|That|Which|What|Any|Your|His|Her|For|If|And|No|In|Out|All|"
    r"General|State|Adult|Old|New|Both|Second|Primary|Secondary)\b)"
    r"([A-Z][a-z]{2,20}(?: [A-Z][a-z]{2,20}){0,2} (?:Dental|Health|PPO|DHMO|Mutual|Insurance|Benefits|Advantage))\b"
)
#: Nouns that make a company of a known word before them; "her insurance" is nobody's name.
_TELLING = frozenset(("dental", "health", "ppo", "dhmo", "mutual", "advantage", "assurance"))
_NAME = rf"([a-z][a-z'-]{{2,20}}(?: [a-z][a-z'-]{{2,20}})?(?: (?:{_NOUN}))*)"
#: Places in which a payer stands: before what payers do, before the noun of a company, after a preposition at the end.
_PLACES = (
    re.compile(
        rf"\b(?:does|do|did|will|would|can|is|has)(?: the)? {_NAME} (?:(?:even|still|usually|ever|actually|also) )?"
        r"(?:pay|cover|need|require|want|allow|accept|reimburse|downgrade|process|ask|deny|denying|paying|covering)\b",
        re.IGNORECASE,
    ),
    re.compile(rf"\b([a-z][a-z'-]{{2,20}} (?:{_NOUN}))\b", re.IGNORECASE),
    re.compile(r"\b(?:to|for|with|under|by|through|from|at) ([a-z][a-z'-]{4,20})\W*$", re.IGNORECASE),
    re.compile(r"^([a-z][a-z'-]{4,20}) (?:denied|wants|says|said|told|keeps|requires|pays|covers)\b", re.IGNORECASE),
)
_WORD = re.compile(r"[a-z']+")
_FOLDERS = ("policies", "guides", "protocols", "playbooks", "tables")
#: Endings that make a word out of a word, and no name.
_DERIVED = re.compile(
    r"(?:tion|sion|ment|ness|over|ity|ing|ed|ly|ous|able|ible|ance|ence|ancy|ency|ists?|ology|itis|ectomy|back|less|ful"
    r"|self|one|body|thing|where|[^s]'?s)$"
)
_ENDINGS = ("s", "es", "d", "ed", "ing", "er", "ly", "'s")
_LONG = 8


def unknown_payer(text: str) -> str | None:
    """The payer that ``text`` names though no list holds it, in capitals at its words; ``None`` where there is none.

    >>> unknown_payer("what do i send for srp to quillmark"), unknown_payer("does apex mutual cover night guards")
    ('Quillmark', 'Apex Mutual')
    >>> unknown_payer("does medical cover a biopsy"), unknown_payer("does the plan pay for a crown")
    (None, None)
    """
    known = brands().search(text)
    if known is not None:
        return known[0].strip().title() if known[0].islower() else known[0].strip()
    written = _CAPITALS.search(text)
    if written is not None:
        return written[0].strip()
    for number, place in enumerate(_PLACES):
        for match in place.finditer(text):
            if name := _company(match[1].lower(), acts=number == 0):
                return name.title()
    return None


def _company(phrase: str, *, acts: bool) -> str | None:
    """The part of a phrase that is a name: an unexplained word; of one that ``acts`` also any before a noun."""
    words = phrase.split()
    nouns = [word for word in words if re.fullmatch(_NOUN, word)]
    names = [word for word in words if not re.fullmatch(_NOUN, word)]
    if not names:
        return None
    if not any(_unexplained(word) for word in names) and not (acts and set(nouns) & _TELLING and _is_name(names)):
        return None
    while names and names[0] in common_words():
        names.pop(0)
    return " ".join((*names, *nouns)) or None


def _is_name(names: list[str]) -> bool:
    """Whether known words before the noun of a company are one's name: "apex mutual", not "secondary dental"."""
    return len(names) == 1 and names[0] not in common_words() and names[0] not in no_company_words()


def _unexplained(word: str) -> bool:
    """Whether neither documents nor tables hold a word or one that it is a slip for."""
    held = _held()
    if word in common_words() or word in ordinary_words() or _DERIVED.search(word):
        return False
    if word in held or any(word.removesuffix(end) in held for end in _ENDINGS):
        return False
    allowed = 2 if len(word) >= _LONG else 1
    return not any(
        abs(len(word) - len(other)) <= allowed and OSA.distance(word, other, score_cutoff=allowed) <= allowed
        for other in held
    )


@cache
def _held() -> frozenset[str]:
    """Every word of the shipped documents and tables."""
    root = files("corpus")
    return frozenset(word for folder in _FOLDERS for text in _texts(root / folder) for word in _WORD.findall(text))


def _texts(folder: Traversable) -> list[str]:
    found: list[str] = []
    for each in folder.iterdir():
        if each.is_dir():
            found += _texts(each)
        elif each.name.endswith((".md", ".yaml", ".csv")):
            found.append(each.read_text(encoding="utf-8").lower())
    return found
