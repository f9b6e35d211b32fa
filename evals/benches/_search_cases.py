"""The labelled questions to the corpus and to an office's own files, and how an answer to one is scored."""

from __future__ import annotations

import hashlib
import json
import math
import random
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from importlib.resources import files

import yaml

from assistant.domain.policy import Hit


@dataclass(frozen=True, slots=True)
class Place:
    """Where an answer stands: exact words of a passage of a document."""

    document: str
    words: str

    def in_passage(self, hit: Hit) -> bool:
        """Whether the hit's own text holds the words."""
        return hit.passage.document == self.document and self.words in hit.passage.text

    def in_view(self, hit: Hit) -> bool:
        """Whether the hit or its neighbours hold the words."""
        return self.in_passage(hit) or (hit.passage.document == self.document and self.words in hit.context)


@dataclass(frozen=True, slots=True)
class SearchCase:
    """A question; ``places`` are alternatives unless ``every`` one is needed; none means that it has no answer."""

    id: str
    kind: str
    question: str
    payer: str | None
    on: date
    places: tuple[Place, ...]
    every: bool

    @property
    def answerable(self) -> bool:
        """Whether the corpus holds the answer."""
        return bool(self.places)

    @property
    def half(self) -> str:
        """``tuning`` or ``test``, fixed by the id alone."""
        return "test" if hashlib.sha256(self.id.encode()).digest()[0] % 2 else "tuning"


@dataclass(frozen=True, slots=True)
class Score:
    """Recall at 1, 5 and 10, reciprocal rank and nDCG at 10 of one question."""

    at_1: float
    at_5: float
    at_10: float
    reciprocal: float
    ndcg: float


#: The files of questions under ``evals/cases``; the last one asks for what is nowhere held.
FILES = ("search", "retrieval_typed", "retrieval_files_questions", "retrieval_unanswerable")

#: A set written later, of questions that no tuning has seen; it is asked whole.
SECOND = ("retrieval_second",)


def load_cases(names: Sequence[str] = FILES) -> tuple[SearchCase, ...]:
    """Every labelled question of these files."""
    cases: list[SearchCase] = []
    for name in names:
        content = yaml.safe_load(files("evals").joinpath("cases", f"{name}.yaml").read_text(encoding="utf-8"))
        cases += [_case(row, content["as_of"]) for row in content["cases"]]
    return tuple(cases)


def frozen_digest(cases: Sequence[SearchCase]) -> str:
    """SHA-256 of the test half: any change of a question, its day, its payer or its answer shows."""
    return digest([case for case in cases if case.half == "test"])


def digest(cases: Sequence[SearchCase]) -> str:
    """SHA-256 of every question, its day, its payer and its answer."""
    rows = sorted((asdict(case) for case in cases), key=lambda row: str(row["id"]))
    return hashlib.sha256(json.dumps(rows, sort_keys=True, default=str).encode()).hexdigest()


def _case(row: dict[str, object], as_of: date) -> SearchCase:
    every = "all" in row
    places = row.get("all" if every else "any") or []
    assert isinstance(places, list)
    on = row.get("as_of", as_of)
    assert isinstance(on, date)
    payer = row.get("payer")
    return SearchCase(
        id=str(row["id"]),
        kind=str(row["kind"]),
        question=str(row["q"]),
        payer=str(payer) if payer else None,
        on=on,
        places=tuple(Place(str(document), str(words)) for document, words in places),
        every=every,
    )


def score(case: SearchCase, hits: Sequence[Hit], *, neighbours: bool = False) -> Score:
    """Where the words were found. With ``every`` each place counts its share; otherwise the first found one counts."""
    return score_ranks(case, [_rank(place, hits, neighbours) for place in case.places])


def score_ranks(case: SearchCase, ranks: Sequence[float]) -> Score:
    """The score of the rank at which each place was found, infinite where it was not."""
    if not case.every:
        ranks = [min(ranks)]
    return Score(
        at_1=_share(ranks, 1),
        at_5=_share(ranks, 5),
        at_10=_share(ranks, 10),
        reciprocal=1 / min(ranks) if min(ranks) <= 10 else 0.0,
        ndcg=_ndcg(ranks),
    )


def _rank(place: Place, hits: Sequence[Hit], neighbours: bool) -> float:
    held = place.in_view if neighbours else place.in_passage
    return next((number for number, hit in enumerate(hits, start=1) if held(hit)), math.inf)


def _share(ranks: Sequence[float], depth: int) -> float:
    return sum(rank <= depth for rank in ranks) / len(ranks)


def _ndcg(ranks: Sequence[float]) -> float:
    gained = sum(1 / math.log2(rank + 1) for rank in set(ranks) if rank <= 10)
    return gained / sum(1 / math.log2(place + 1) for place in range(1, len(ranks) + 1))


def mean(values: Sequence[float]) -> float:
    """Arithmetic mean; 0 of nothing."""
    return sum(values) / len(values) if values else 0.0


def interval(values: Sequence[float], rounds: int = 1000) -> tuple[float, float]:
    """95 % bootstrap interval of the mean."""
    chance = random.Random(1)
    means = sorted(mean(chance.choices(values, k=len(values))) for _ in range(rounds))
    return means[int(0.025 * rounds)], means[int(0.975 * rounds)]


def auroc(positive: Sequence[float], negative: Sequence[float]) -> float:
    """How often an answerable question scores above one that is not; ties count half."""
    pairs = [(a > b) + 0.5 * (a == b) for a in positive for b in negative]
    return mean([float(pair) for pair in pairs])
