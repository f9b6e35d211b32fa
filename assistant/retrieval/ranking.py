"""Rank the passages in scope for a question."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from time import perf_counter
from typing import TYPE_CHECKING

from assistant.domain.policy import GENERAL
from assistant.retrieval.dense import DenseIndex
from assistant.retrieval.expansion import expansions
from assistant.retrieval.fusion import best, fused
from assistant.retrieval.generation import Generation
from assistant.retrieval.lexical import CorpusStatistics
from assistant.retrieval.scope import Scope, Slice, slices
from assistant.retrieval.tokens import tokens

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: What being the named payer's own document adds to a score between 0 and 1; general guides speak where it is silent.
PAYER_BOOST = 0.5

#: What being of the named plan adds.
PLAN_BOOST = 0.05

#: Weight of words that only an expansion brought in, beside words of the question.
EXPANSION_WEIGHT = 0.1

#: The same where the shorthand itself stands in no passage at all, so that its long form must do.
REPLACEMENT_WEIGHT = 0.8

#: Terms of a question that are looked up; a pasted page has more than anybody asks about.
MOST_TERMS = 200

_BARE_CODE = re.compile(r"(?<![\w$.,-])(\d{4})(?![\w%]|[.,]\d)")


@dataclass(frozen=True, slots=True)
class Query:
    """A question prepared for both indexes: what is embedded, and its terms with their weights (idf apart).

    ``meanings`` holds, for a term of shorthand, the terms of its long form.
    """

    text: str
    dense_text: str
    own_terms: tuple[str, ...]
    weights: dict[str, float]
    meanings: dict[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Ranked:
    """One row with its score and the parts of it."""

    generation: Generation
    row: int
    score: float
    signals: dict[str, float]


@dataclass(slots=True)
class Ranking:
    """The best rows, how many were in scope, who answered the dense half, and where the time went."""

    rows: list[Ranked]
    searched: int = 0
    dense_by: str = "exact"
    milliseconds: dict[str, float] = field(default_factory=dict)


def prepare(text: str, statistics: CorpusStatistics) -> Query:
    """The question's own terms in full, those of its expansions lightly; a bare number may be a known CDT code."""
    own = list(dict.fromkeys(tokens(text)))[:MOST_TERMS]
    own += [f"d{digits}" for digits in _BARE_CODE.findall(text) if statistics.known(f"d{digits}")]
    long_forms = expansions(text)
    weights: dict[str, float] = {}
    meanings: dict[str, frozenset[str]] = {}
    for short, long in long_forms.items():
        known = any(statistics.known(term) for term in tokens(short))
        terms = tokens(long)
        for term in terms:
            weights[term] = max(weights.get(term, 0.0), EXPANSION_WEIGHT if known else REPLACEMENT_WEIGHT)
        meanings.update(dict.fromkeys(tokens(short), frozenset(terms)))
    for term in own:
        if word := statistics.meant(term):
            weights[word] = REPLACEMENT_WEIGHT
            meanings[term] = frozenset({word})
    weights.update(dict.fromkeys(own, 1.0))
    dense_text = f"{text} ({'; '.join(long_forms.values())})" if long_forms else text
    return Query(text, dense_text, tuple(own), weights, meanings)


def rank(
    generations: Sequence[Generation],
    statistics: CorpusStatistics,
    dense_index: DenseIndex,
    query: Query,
    vector: NDArray[np.float32],
    scope: Scope,
    count: int,
) -> Ranking:
    """The best ``count`` rows in scope; ``vector`` is the embedded ``query.dense_text``."""
    import numpy as np

    parts = tuple(part for part in slices(generations, scope) if len(part.rows))
    if not parts:
        return Ranking([])
    started = perf_counter()
    terms = {term: weight * statistics.idf(term) for term, weight in query.weights.items()}
    words = [part.generation.lexical.score(terms, statistics.mean_length, part.spans)[part.places] for part in parts]
    counted = perf_counter()
    answers = [dense_index.scores(part, vector, worded) for part, worded in zip(parts, words, strict=True)]
    scanned = perf_counter()
    lexical = np.concatenate(words)
    dense = np.concatenate([found for found, _ in answers])
    boost = np.concatenate([_boosts(part, scope) for part in parts])
    scores = fused(dense, lexical) + boost
    places = best(scores, count)
    owners = _owners(parts, places)
    rows = [
        Ranked(
            part.generation,
            row,
            float(scores[place]),
            {"dense": float(dense[place]), "lexical": float(lexical[place]), "boost": float(boost[place])},
        )
        for place, (part, row) in zip(places, owners, strict=True)
    ]
    ended = perf_counter()
    milliseconds = {
        "lexical": 1000 * (counted - started),
        "dense": 1000 * (scanned - counted),
        "fuse": 1000 * (ended - scanned),
    }
    return Ranking(rows, len(scores), "; ".join(dict.fromkeys(way for _, way in answers)), milliseconds)


def _boosts(part: Slice, scope: Scope) -> NDArray[np.float32]:
    import numpy as np

    columns = part.generation.columns[part.rows]
    payers = part.generation.payers
    general = payers.index(GENERAL) if GENERAL in payers else -1
    named = any(payer != GENERAL for payer in scope.payers)
    boosts = np.where(columns[:, 0] != general, PAYER_BOOST if named else 0.0, 0.0)
    if scope.plan is not None and scope.plan in part.generation.plans:
        boosts += np.where(columns[:, 1] == part.generation.plans.index(scope.plan) + 1, PLAN_BOOST, 0.0)
    return boosts.astype(np.float32)


def _owners(parts: Sequence[Slice], places: Sequence[int]) -> list[tuple[Slice, int]]:
    """Which part and row each place of the joined arrays stands for."""
    owners = []
    for place in places:
        rest = place
        for part in parts:
            if rest < len(part.rows):
                owners.append((part, int(part.rows[rest])))
                break
            rest -= len(part.rows)
    return owners
