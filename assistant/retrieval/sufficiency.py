"""Decide, without a model, whether what was found can carry an answer."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.domain.policy import GENERAL, Hit
from assistant.retrieval.lexical import CorpusStatistics
from assistant.retrieval.question import Query
from assistant.retrieval.results import Sufficiency
from assistant.retrieval.tokens import codes, tokens

#: How many of the best hits are looked at.
LOOKED_AT = 3

#: Cosines of MiniLM between which nearness grows from 0 to 1.
FAR, NEAR = 0.20, 0.60

#: Weight of the covered share of the question's words beside nearness of meaning.
COVERAGE_WEIGHT = 0.65

#: What it adds that the hits name every code of the question.
CODE_BONUS = 0.10

#: At or above this score an answer is supported: the lowest that refuses nine of ten unanswerable questions of the
#: tuning half in ``evals/cases``.
THRESHOLD = 0.35

#: Codes of a remittance: what they mean is the same with every payer, so a general guide may say it.
_REASON_CODE = re.compile(r"carc\d+|(?:ma|m|n)\d{1,3}")


def judge(
    query: Query, hits: Sequence[Hit], statistics: CorpusStatistics, payer: str | None, ignored: Sequence[str] = ()
) -> Sufficiency:
    """Whether the hits support an answer: nearness of meaning, idf-weighted words covered, codes and payer present.

    ``ignored`` are words that name the payer; they say nothing of the topic. A code of the question that
    no hit names, one of a service that the named payer's own hits do not name, or a named payer without an own document
    among the best hits decides against.
    """
    nearest = tuple(dict.fromkeys(hit.passage.title for hit in hits))[:3]
    if not hits:
        return Sufficiency(supported=False, score=0.0, reason="nothing in force was found", nearest=nearest)
    looked = hits[:LOOKED_AT]
    dense = max(hit.signals.get("dense", 0.0) for hit in looked)
    nearness = min(1.0, max(0.0, (dense - FAR) / (NEAR - FAR)))
    topic = [term for term in query.own_terms if term not in set(ignored)]
    coverage = max(_covered(topic, query, hit, statistics) for hit in looked)
    asked = codes(query.text)
    named = [code for code in asked if any(code in tokens(_all_text(hit)) for hit in hits)]
    score = COVERAGE_WEIGHT * coverage + (1 - COVERAGE_WEIGHT) * nearness
    if asked and len(named) == len(asked):
        score = min(1.0, score + CODE_BONUS)
    measures = {"dense": round(dense, 4), "coverage": round(coverage, 4), "codes": float(len(named))}
    reason = ""
    if asked and not named:
        reason = f"no passage in force names {_listed(asked)}"
    elif payer not in (None, GENERAL) and (silent := _unnamed(asked, [h for h in hits if h.passage.payer == payer])):
        reason = f"no passage of {payer} in force names {_listed(silent)}"
    elif payer not in (None, GENERAL) and all(hit.passage.payer == GENERAL for hit in looked):
        reason = f"no passage of {payer} was among the best"
    if reason:
        score = min(score, THRESHOLD / 2)
    elif score < THRESHOLD:
        reason = "the nearest passages speak of something else"
    return Sufficiency(supported=not reason, score=round(score, 4), reason=reason, measures=measures, nearest=nearest)


def _listed(asked: Sequence[str]) -> str:
    return ", ".join(code.upper() for code in asked)


def _unnamed(asked: Sequence[str], own: Sequence[Hit]) -> list[str]:
    """The codes of services, when the payer's own passages name none of them."""
    services = [code for code in asked if not _REASON_CODE.fullmatch(code)]
    held = {token for hit in own for token in tokens(_all_text(hit))} if services else set()
    return services if services and not held & set(services) else []


def _covered(terms: Sequence[str], query: Query, hit: Hit, statistics: CorpusStatistics) -> float:
    """Share of the question's words that the hit holds, itself or in its long form, weighted by how much each tells."""
    weights = {term: statistics.idf(term) for term in terms}
    total = sum(weights.values())
    if not total:
        return 0.0
    held = set(tokens(_all_text(hit)))
    return sum(weight * _held(term, query, held) for term, weight in weights.items()) / total


def _held(term: str, query: Query, held: set[str]) -> float:
    """1 for a word that is there, the share of its long form that is there otherwise."""
    if term in held:
        return 1.0
    meaning = query.meanings.get(term, frozenset())
    return len(meaning & held) / len(meaning) if meaning else 0.0


def _all_text(hit: Hit) -> str:
    passage = hit.passage
    return f"{passage.title}\n{passage.section}\n{passage.policy_number or ''}\n{passage.text}"
