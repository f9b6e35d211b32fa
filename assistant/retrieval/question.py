"""A question prepared for both indexes: who and when set aside, shorthand spelled out, slips led back."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from assistant.codes import tooth
from assistant.domain.fact import Mention
from assistant.privacy import names
from assistant.recognise import dates, identifiers, teeth
from assistant.recognise.normalise import normalise
from assistant.retrieval.code_words import words_of
from assistant.retrieval.expansion import expansions
from assistant.retrieval.lexical import CorpusStatistics
from assistant.retrieval.tokens import codes, reason_words, tokens, words

#: Weight of words that only an expansion brought in, beside words of the question.
EXPANSION_WEIGHT = 0.1

#: The same where the shorthand itself stands in no passage at all, so that its long form must do.
REPLACEMENT_WEIGHT = 0.8

#: Weight of what says who and when: names, dates, numbers of teeth and of members.
ASIDE_WEIGHT = 0.15

#: Weight of what kind of tooth a number names.
TOOTH_WEIGHT = 0.4

#: Terms of a question that are looked up; a pasted page has more than anybody asks about.
MOST_TERMS = 200

#: Unknown words of a question that are tried as slips; a text in another language has nothing else.
MOST_SLIPS = 6

_BARE_CODE = re.compile(r"(?<![\w$.,-])(\d{4})(?![\w%]|[.,]\d)")


@dataclass(frozen=True, slots=True)
class Query:
    """A question prepared for both indexes: what is embedded, and its terms with their weights (idf apart).

    ``own_terms`` are the question's own words on its topic; ``meanings`` holds, for a term of shorthand or of a slip,
    the terms of its long form.
    """

    text: str
    dense_text: str
    own_terms: tuple[str, ...]
    weights: dict[str, float]
    meanings: dict[str, frozenset[str]]


def prepare(text: str, statistics: CorpusStatistics, payer_words: Iterable[str] = ()) -> Query:
    """The question's own terms in full, those of its expansions lightly; a bare number may be a known CDT code.

    ``payer_words`` are spellings of the payer that is searched: they say whose rule is meant, not which.
    """
    topic, aside = _without(text, payer_words)
    plain = normalise(topic)
    own = list(dict.fromkeys(tokens(topic)))[:MOST_TERMS]
    bare = [f"d{digits}" for digits in _BARE_CODE.findall(topic) if statistics.known(f"d{digits}")]
    own += bare
    weights: dict[str, float] = {}
    meanings: dict[str, frozenset[str]] = {}
    long_forms = {**expansions(plain.text), **expansions(topic)}
    for short, long in long_forms.items():
        _mean(short, long, EXPANSION_WEIGHT, weights, meanings, statistics)
    for slip, word in _slips(topic, statistics):
        weights[word] = max(weights.get(word, 0.0), REPLACEMENT_WEIGHT)
        meanings[slip] = frozenset({word})
    for change in plain.changes:
        _mean(change.written, change.plain, REPLACEMENT_WEIGHT, weights, meanings, statistics)
    weights.update(dict.fromkeys(own, 1.0))
    weights.update(dict.fromkeys(reason_words(topic), ASIDE_WEIGHT))
    for term in aside:
        weights.setdefault(term, ASIDE_WEIGHT)
    for term in _kinds_of_teeth(text):
        weights.setdefault(term, TOOTH_WEIGHT)
    spelled_out = [*long_forms.values(), *words_of(dict.fromkeys((*codes(topic), *bare)))]
    dense_text = f"{plain.text} ({'; '.join(spelled_out)})" if spelled_out else plain.text
    return Query(text, dense_text if topic else text, tuple(own), weights, meanings)


def _mean(
    short: str,
    long: str,
    weight: float,
    weights: dict[str, float],
    meanings: dict[str, frozenset[str]],
    statistics: CorpusStatistics,
) -> None:
    """Take in the words of a long form; they weigh more where the short one stands in no passage."""
    written, terms = tokens(short), tokens(long)
    known = any(statistics.known(term) for term in written)
    for term in terms:
        weights[term] = max(weights.get(term, 0.0), weight if known else REPLACEMENT_WEIGHT)
    for term in written:
        meanings[term] = meanings.get(term, frozenset()) | frozenset(terms)


def _slips(text: str, statistics: CorpusStatistics) -> Iterator[tuple[str, str]]:
    """Terms of no passage, each with the known term it is a slip of."""
    unknown = [(word, term) for word, term in words(text) if not statistics.known(term)]
    for word, term in unknown[:MOST_SLIPS]:
        if meant := statistics.meant(word):
            yield term, meant


def _without(text: str, payer_words: Iterable[str]) -> tuple[str, list[str]]:
    """The text without people, days and numbers of persons and teeth, and the terms of what was taken out."""
    found = sorted({*_persons(text), *_mentioned(text)}, key=lambda span: (span[0], -span[1]))
    pieces, taken, position = [], [], 0
    for start, end in found:
        if start < position:
            continue
        pieces.append(text[position:start])
        taken.append(text[start:end])
        position = end
    topic = "".join((*pieces, text[position:]))
    if pattern := _any_of(tuple(payer_words)):
        topic = pattern.sub(" ", topic)
    return " ".join(topic.split()), tokens(" ".join(taken))


def _persons(text: str) -> Iterator[tuple[int, int]]:
    return ((found.start, found.end) for found in names.find(text))


def _mentioned(text: str) -> Iterator[tuple[int, int]]:
    found: Sequence[Mention] = (*dates.find(text), *identifiers.find(text), *teeth.find(text))
    return ((mention.start, mention.end) for mention in found)


def _kinds_of_teeth(text: str) -> Iterator[str]:
    """Words for the teeth that the text numbers, as far as rules speak of them."""
    for mention in teeth.find(text):
        if not tooth.is_valid(mention.value, "universal"):
            continue
        if tooth.is_third_molar(mention.value, "universal"):
            yield from tokens("third molar")
        elif tooth.is_molar(mention.value, "universal"):
            yield from tokens("molar back tooth")
        elif tooth.is_premolar(mention.value, "universal"):
            yield from tokens("premolar back tooth")
        elif tooth.is_anterior(mention.value, "universal"):
            yield from tokens("front tooth")


@cache
def _any_of(spellings: tuple[str, ...]) -> re.Pattern[str] | None:
    kept = sorted((re.escape(words).replace(r"\ ", r"[\s-]+") for words in spellings if words), key=len, reverse=True)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(kept)})(?:'s)?(?![\w-])", re.IGNORECASE) if kept else None
