"""Rule DR32."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple
from weakref import WeakKeyDictionary

from rapidfuzz import fuzz

from assistant.recognise import sentences, teeth
from assistant.rules.drafts.edited.edited_blank import filled_blank, outdated_blank
from assistant.rules.drafts.edited.record import content, record_of, stem
from assistant.rules.drafts.proof import Proof, folded, of_policy, unquoted, values
from assistant.rules.drafts.rule import Change, EditedSheet, Trouble, draft_rule
from assistant.tables.wording import clinical, is_courtesy

_WORD = re.compile(r"[a-z][a-z'-]*[a-z]")
#: Of the patient; a courtesy that speaks of him states something.
_OF_THE_PATIENT = re.compile(
    r"\b(?:patient|member|child|son|daughter|he|she|him|her|his|hers|tooth|teeth|jaw|pain|condition|symptoms?)\b",
    re.IGNORECASE,
)
#: From this likeness (0 to 100) a piece is a rewording of the one that stood there.
_SAME = 60
#: A sentence of the letter about itself, or of the office.
_OF_THE_LETTER = re.compile(
    r"(?:we|i|our|this letter|this appeal|the enclosed|cc|re|sent|by|via|attn)\b", re.IGNORECASE
)
_DENIES = re.compile(r"\b(?:no|not|never|without|none|neither|nor|den(?:y|ies|ied)|cannot)\b|n't\b", re.IGNORECASE)
#: One word that a policy holds says nothing of what it means.
_FEWEST_OF_POLICY = 2
#: So many words that no source holds turn a rewording into another statement.
_NEW_WORDS = 3
#: Beside the number of one they state nothing.
_TOOTH = frozenset(stem(word) for word in ("tooth", "teeth"))
#: Where so many values made room for words, a word fewer does.
_VALUES_GONE = 3
#: The share of a sentence's words that one sentence of a source must hold.
_SHARE, _SHARE_WITH_VALUES = 0.75, 0.5


@draft_rule("DR32", severity="error", source="Law 1: proof-carrying drafts")
def edited_statement(edited: EditedSheet) -> Iterator[Trouble]:
    """A sentence that was added asks, thanks, or says what the papers say; nothing else has a source.

    A rewording of a sentence may bring one or two words of its own. What is said of a tooth must be said of that tooth.

    Wrong: "The member has no other coverage." where no paper says so
    Right: "Please call us with any question."; a sentence of the chart
    """
    sources = _Sources(edited)
    for change in edited.changes:
        if filled_blank(change) or outdated_blank(change, edited.fresh):
            continue
        if edited.sheet.proof.holds_wording(change.text):
            continue
        if record_of(edited.sheet).proves(change.text):
            continue
        why = _why(sources, change)
        if why:
            yield Trouble(
                change.where,
                f"nothing proves this statement ({why}): {change.text}",
                "take it out, quote the paper that says it, or add that paper to the case",
            )


def _why(sources: _Sources, change: Change) -> str:
    if change.alone:
        return _on_a_line(sources, change)
    return _reworded(sources, change) if _is_rewording(change) else _added(sources, change)


def _on_a_line(sources: _Sources, change: Change) -> str:
    """Prose that was put on a line of an address or a signature; names and titles are judged elsewhere."""
    prose = " ".join(re.findall(r"\b[a-z][a-z'-]*\b", unquoted(change.text)))
    unheard = sorted(content(prose) - content(change.before) - sources.heard(change.text))
    return f"no paper says {', '.join(unheard)}" if unheard else ""


def _is_rewording(change: Change) -> bool:
    return bool(change.before) and fuzz.ratio(folded(change.text), folded(change.before)) >= _SAME


def _reworded(sources: _Sources, change: Change) -> str:
    """Why a rewording is another statement; empty where it is the same."""
    said = content(change.before)
    unheard = sorted(word for word in content(change.text) - said if word not in sources.heard(change.text))
    gone = len(values(change.before) - values(change.text)) >= _VALUES_GONE
    return f"no paper says {', '.join(unheard)}" if len(unheard) >= _NEW_WORDS - gone else ""


def _added(sources: _Sources, change: Change) -> str:
    """Why a sentence that was added is not proved; empty where it asks or says what a paper says."""
    text, told = change.text, content(change.text)
    unheard = sorted(told - sources.heard(text))
    courtesy = is_courtesy(text) and not _OF_THE_PATIENT.search(text) and not clinical(text)
    if unheard and not (courtesy and len(unheard) < _NEW_WORDS - 1):
        return f"no paper says {', '.join(unheard)}"
    about = frozenset(value for kind, value in values(unquoted(text)) if kind == "tooth")
    states = bool(about) or text.rstrip().endswith((".", "!", "?"))
    if courtesy or not states or (not told and _OF_THE_LETTER.match(text)):
        return ""
    told -= _TOOTH if about else frozenset()
    if len(told) < (_FEWEST_OF_POLICY if of_policy(text) else 1):
        return "no paper says so"
    proved = values(unquoted(text)) & sources.edited.sheet.proof.case_values
    share = (_SHARE_WITH_VALUES if proved else _SHARE) * len(told)
    denied = None if of_policy(text) else _DENIES.search(text) is not None
    if any(
        len(told & said.stems) >= share and denied in (None, said.denied) and about <= said.teeth
        for said in sources.sentences(text)
    ):
        otherwise = not of_policy(text) and record_of(sources.edited.sheet).says_otherwise(text)
        return "a paper says otherwise" if otherwise else ""
    return "its words stand in the papers, but not together"


class _Said(NamedTuple):
    """The stems of a sentence of a source, whether it denies something, and the teeth that it is about."""

    stems: frozenset[str]
    denied: bool
    teeth: frozenset[str]


class _Sources:
    """What was said already: by the papers of the case, by the letter, and of the policy by the policy."""

    def __init__(self, edited: EditedSheet) -> None:
        self.edited = edited
        proof = edited.sheet.proof
        said = [s.text for s in edited.sheet.statements if s.type != "policy"]
        self._case = (*_of_case(proof), *_by_sentence(said))

    def sentences(self, text: str) -> tuple[_Said, ...]:
        """Each sentence that may prove ``text``."""
        if not of_policy(text):
            return self._case
        sheet = self.edited.sheet
        said = [s.text for s in sheet.statements if s.type == "policy"]
        published = [found for passage in sheet.evidence.passages for found in _published(passage.text)]
        return (*self._case, *_by_sentence(said), *published)

    def heard(self, text: str) -> frozenset[str]:
        """Every stem that a source of ``text`` holds."""
        return frozenset().union(*(said.stems for said in self.sentences(text)))


def _of_case(proof: Proof) -> tuple[_Said, ...]:
    """The papers and entered facts of the case, read once for each draft."""
    if proof not in _READ:
        _READ[proof] = _by_sentence([proof.case_text])
    return _READ[proof]


#: By the proof of a draft, and gone with it.
_READ: WeakKeyDictionary[Proof, tuple[_Said, ...]] = WeakKeyDictionary()


@lru_cache(maxsize=500)
def _published(text: str) -> tuple[_Said, ...]:
    return _by_sentence([text])


def _by_sentence(texts: Sequence[str]) -> tuple[_Said, ...]:
    return tuple(said for text in texts for said in _said(text))


def _said(text: str) -> Iterator[_Said]:
    """Each sentence; one that names no tooth goes on about those of the sentence before it."""
    about: frozenset[str] = frozenset()
    for sentence in sentences.split(text):
        about = frozenset(mention.value for mention in teeth.find(sentence.text)) or about
        stems = frozenset(stem(word) for word in _WORD.findall(folded(sentence.text)))
        yield _Said(stems, _DENIES.search(sentence.text) is not None, about)
