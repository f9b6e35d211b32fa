from __future__ import annotations

from pathlib import Path

import pytest

from assistant.retrieval.lexical import CorpusStatistics, LexicalIndex, write_lexical
from assistant.retrieval.question import ASIDE_WEIGHT, Query, prepare
from assistant.retrieval.tokens import tokens

TEXTS = [
    "A crown (D2740) on a molar is replaced once in 84 months.",
    "Claims are due by the timely filing limit of 180 days; D4341 needs a chart.",
    "CARC 97 and CARC 252: the external review of an appeal.",
]


@pytest.fixture
def statistics(tmp_path: Path) -> CorpusStatistics:
    write_lexical(tmp_path, [tokens(text) for text in TEXTS])
    return CorpusStatistics([LexicalIndex(tmp_path)])


def own(query: Query) -> set[str]:
    return {term for term, weight in query.weights.items() if weight == 1.0}


def test_who_and_when_are_set_aside(statistics: CorpusStatistics) -> None:
    query = prepare("Maria Delgado (dob 4/12/71) #30 crown seated 5/20/2019, redo?", statistics)
    assert {"crown", "seat", "redo"} <= own(query)
    assert query.weights["delgado"] == ASIDE_WEIGHT
    assert query.weights["2019"] == ASIDE_WEIGHT
    assert "Delgado" not in query.dense_text
    assert "2019" not in query.dense_text
    assert not {"maria", "30", "71"} & set(query.own_terms)


def test_the_number_of_a_tooth_tells_its_kind(statistics: CorpusStatistics) -> None:
    assert 0 < prepare("#30 crown", statistics).weights["molar"] < 1
    assert "molar" not in prepare("#8 crown", statistics).weights
    assert prepare("tooth 17", statistics).weights["third"] > 0


def test_the_payer_is_no_topic(statistics: CorpusStatistics) -> None:
    query = prepare("Harrow Creek's crown limit", statistics, ("harrow creek dental", "harrow creek"))
    assert "harrow" not in query.weights
    assert "creek" not in query.dense_text.casefold()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("timley filing", "time"), ("extrenal review", "extern"), ("apeal", "appeal"), ("mollar", "molar")],
)
def test_a_slip_leads_to_the_word(statistics: CorpusStatistics, typed: str, meant: str) -> None:
    query = prepare(typed, statistics)
    assert 0 < query.weights[meant] <= 1


@pytest.mark.parametrize("typed", ["co 97", "CO-97", "pr97", "carc 97", "denial code 97"])
def test_a_reason_code_is_one_term_in_every_spelling(statistics: CorpusStatistics, typed: str) -> None:
    query = prepare(typed, statistics)
    assert query.weights["carc97"] == 1.0
    assert query.weights.get("97", 0) < 1
    assert "denial" in query.dense_text


@pytest.mark.parametrize("typed", ["4341 chart", "d4341 chart", "D-4341 chart", "d 4341 chart"])
def test_a_code_is_found_in_every_spelling_and_said_in_words(statistics: CorpusStatistics, typed: str) -> None:
    query = prepare(typed, statistics)
    assert query.weights["d4341"] == 1.0
    assert "cleaning" in query.dense_text.casefold()


def test_a_bare_number_without_a_code_behind_it_stays_a_number(statistics: CorpusStatistics) -> None:
    assert "d1234" not in prepare("suite 1234", statistics).weights


def test_a_question_of_nothing_but_names_and_dates_still_has_something_to_embed(statistics: CorpusStatistics) -> None:
    assert prepare("Maria Delgado 5/20/2019", statistics).dense_text == "Maria Delgado 5/20/2019"
