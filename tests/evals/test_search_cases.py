"""The labelled questions are in order, and search answers them about as well as it was measured to."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib.resources import files
from pathlib import Path

import pytest
import yaml

from assistant.domain.policy import Passage
from assistant.embedding.load import load_embedder, model_id
from assistant.retrieval.library import Library
from assistant.retrieval.setup import own_shelf
from assistant.retrieval.shipped import shipped_files, shipped_shelf
from evals.benches._office_files import write_office_files
from evals.benches._plain_pipeline import OVERLAP, SIZE, split
from evals.benches._search_cases import (
    SECOND,
    SearchCase,
    auroc,
    digest,
    frozen_digest,
    interval,
    load_cases,
    mean,
    score,
)

CASES = load_cases()


@pytest.fixture(scope="module")
def library(shipped_cache: Path, tmp_path_factory: pytest.TempPathFactory) -> Library:
    own = own_shelf(tmp_path_factory.mktemp("home"), "local", None)
    library = Library(shipped_shelf(shipped_cache, model_id()), own, lambda: load_embedder(shipped_cache))
    folder = tmp_path_factory.mktemp("files")
    write_office_files(folder)
    assert not library.add([folder]).rejected
    return library


@pytest.fixture(scope="module")
def passages_of(library: Library) -> Callable[[str], tuple[Passage, ...]]:
    return cache(library.passages_of)


def test_there_are_enough_of_every_kind() -> None:
    assert len({case.id for case in CASES}) == len(CASES) >= 350
    assert sum(not case.answerable for case in CASES) >= 90
    assert {case.kind for case in CASES} >= {
        "table",
        "code",
        "paraphrase",
        "numeric",
        "version",
        "isolation",
        "multi_hop",
    }
    halves = [case.half for case in CASES]
    assert 0.4 < halves.count("test") / len(halves) < 0.6


def test_the_test_half_is_as_it_was_frozen() -> None:
    frozen = yaml.safe_load(files("evals").joinpath("cases", "retrieval_frozen.yaml").read_text(encoding="utf-8"))
    assert frozen_digest(CASES) == frozen["sha256"]
    assert digest(load_cases(SECOND)) == frozen["second_sha256"]


def test_the_second_set_quotes_the_shipped_documents_and_shares_no_question() -> None:
    texts = {path.stem: path.read_text(encoding="utf-8") for _, path in shipped_files()}
    second = load_cases(SECOND)
    assert all(place.words in texts[place.document] for case in second for place in case.places)
    assert sum(not case.answerable for case in second) >= 30
    assert not {case.question.casefold() for case in second} & {case.question.casefold() for case in CASES}


@pytest.mark.slow
@pytest.mark.parametrize("case", [case for case in CASES if case.answerable], ids=lambda case: case.id)
def test_the_words_stand_in_a_passage_in_force(
    library: Library, passages_of: Callable[[str], tuple[Passage, ...]], case: SearchCase
) -> None:
    for place in case.places:
        passages = [passage for passage in passages_of(place.document) if place.words in passage.text]
        assert passages, f"{place.document} does not say {place.words!r}"
        assert passages[0].period.contains(case.on)
        assert passages[0].payer == "General" or passages[0].payer in (case.payer, *library.payers())


@pytest.mark.slow
def test_search_finds_and_abstains_as_measured(library: Library) -> None:
    held, absent, scores = [], [], []
    for case in CASES:
        found = library.find(case.question, k=10, on=case.on, payer=case.payer)
        assert {hit.passage.payer for hit in found.hits} <= {"General", found.payer}
        assert all(hit.passage.period.contains(case.on) for hit in found.hits)
        (held if case.answerable else absent).append(found.sufficiency)
        if case.answerable:
            scores.append(score(case, found.hits))
    assert mean([found.at_5 for found in scores]) >= 0.97
    assert mean([found.at_1 for found in scores]) >= 0.84
    assert mean([float(not found.supported) for found in absent]) >= 0.9
    assert mean([float(not found.supported) for found in held]) <= 0.05
    assert auroc([found.score for found in held], [found.score for found in absent]) >= 0.97


def test_the_measures_themselves() -> None:
    assert auroc([2.0, 3.0], [1.0, 2.0]) == 0.875
    assert mean([]) == 0
    low, high = interval([0.0, 1.0] * 50)
    assert 0.35 < low < 0.5 < high < 0.65


def test_the_plain_splitter_keeps_its_bounds() -> None:
    text = "\n\n".join(f"Paragraph {n} " + "speaks of crowns. " * 12 for n in range(30))
    chunks = split(text)
    assert all(len(chunk) <= SIZE for chunk in chunks)
    assert sum(map(len, chunks)) >= len(text) - 2 * len(chunks)
    assert max(len(chunk) for chunk in split("x" * 5_000)) == SIZE
    assert len(split("x" * 5_000)) == -(-5_000 // (SIZE - OVERLAP))
