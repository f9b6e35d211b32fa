"""Decide, without a model, whether what was found can carry an answer."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.domain.policy import GENERAL, Hit
from assistant.retrieval.lexical import CorpusStatistics
from assistant.retrieval.ranking import Query
from assistant.retrieval.results import Sufficiency
from assistant.retrieval.tokens import codes, tokens

#: How many of the best hits are looked at.
LOOKED_AT = 3

#: Cosines of MiniLM between which nearness grows from 0 to 1.
FAR, NEAR = 0.20, 0.70

#: Weight of the covered share of the question's words beside nearness of meaning.
COVERAGE_WEIGHT = 0.55

#: At or above this score an answer is supported; calibrated with ``evals/benches/search.py``.
THRESHOLD = 0.47


def judge(
    query: Query, hits: Sequence[Hit], statistics: CorpusStatistics, payer: str | None, ignored: Sequence[str] = ()
) -> Sufficiency:
    """Whether the hits support an answer: nearness of meaning, idf-weighted words covered, codes and payer present.

    ``ignored`` are words that name the payer; they say nothing of the topic. A code of the question that
    no hit names, or a named payer without an own document among the hits, decides against.
    """
    nearest = tuple(dict.fromkeys(hit.passage.title for hit in hits))[:3]
    if not hits:
        return Sufficiency(supported=False, score=0.0, reason="nothing in force was found", nearest=nearest)
    looked = hits[:LOOKED_AT]
    dense = max(hit.signals.get("dense", 0.0) for hit in looked)
    nearness = min(1.0, max(0.0, (dense - FAR) / (NEAR - FAR)))
    topic = [term for term in query.own_terms if term not in set(ignored)]
    coverage = max(_covered(topic, hit, statistics) for hit in looked)
    asked = codes(query.text)
    named = [code for code in asked if any(code in tokens(_all_text(hit)) for hit in hits)]
    score = COVERAGE_WEIGHT * coverage + (1 - COVERAGE_WEIGHT) * nearness
    measures = {"dense": round(dense, 4), "coverage": round(coverage, 4), "codes": float(len(named))}
    reason = ""
    if asked and not named:
        reason = f"no passage in force names {', '.join(code.upper() for code in asked)}"
    elif payer not in (None, GENERAL) and all(hit.passage.payer == GENERAL for hit in looked):
        reason = f"no passage of {payer} was among the best"
    elif score < THRESHOLD:
        reason = "the nearest passages speak of something else"
    return Sufficiency(supported=not reason, score=round(score, 4), reason=reason, measures=measures, nearest=nearest)


def _covered(terms: Sequence[str], hit: Hit, statistics: CorpusStatistics) -> float:
    """Share of the question's words that the hit holds, each weighted by how much it tells."""
    weights = {term: statistics.idf(term) for term in terms}
    total = sum(weights.values())
    if not total:
        return 0.0
    held = set(tokens(_all_text(hit)))
    return sum(weight for term, weight in weights.items() if term in held) / total


def _all_text(hit: Hit) -> str:
    passage = hit.passage
    return f"{passage.title}\n{passage.section}\n{passage.policy_number or ''}\n{passage.text}"
