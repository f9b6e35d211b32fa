from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from assistant.domain.policy import Hit, Passage
from assistant.retrieval.lexical import CorpusStatistics, LexicalIndex, write_lexical
from assistant.retrieval.library import Library
from assistant.retrieval.question import prepare
from assistant.retrieval.sufficiency import THRESHOLD, judge
from assistant.retrieval.tokens import tokens

TEXTS = [
    "A crown is replaced once in 84 months per tooth.",
    "Deep cleaning D4341 is paid once per quadrant in 24 months.",
    "Send the appeal within 180 days with the radiograph.",
    "The plan pays preventive services in full.",
]


@pytest.fixture
def statistics(tmp_path: Path) -> CorpusStatistics:
    write_lexical(tmp_path, [tokens(text) for text in TEXTS])
    return CorpusStatistics([LexicalIndex(tmp_path)])


def hit(text: str, dense: float, payer: str = "Example Dental", title: str = "Manual") -> Hit:
    passage = Passage(key="d#1", document="d", title=title, section="", text=text, ordinal=0, payer=payer)
    return Hit(passage=passage, score=1.0, signals={"dense": dense})


@pytest.mark.parametrize(
    ("question", "text", "dense", "payer", "supported", "reason"),
    [
        ("crown replaced months", TEXTS[0], 0.6, "Example Dental", True, ""),
        ("is D4341 paid per quadrant", TEXTS[1], 0.4, None, True, ""),
        ("D4910 per quadrant", TEXTS[1], 0.6, None, False, "no passage in force names D4910"),
        ("crown replaced months", TEXTS[0], 0.6, "Other Dental", False, "no passage of Other Dental"),
        ("wifi password in Atlantis", TEXTS[3], 0.1, None, False, "something else"),
    ],
)
def test_decisions(
    statistics: CorpusStatistics,
    question: str,
    text: str,
    dense: float,
    payer: str | None,
    supported: bool,
    reason: str,
) -> None:
    owner = "General" if payer == "Other Dental" else "Example Dental"
    found = judge(prepare(question, statistics), [hit(text, dense, owner)], statistics, payer)
    assert found.supported is supported
    assert reason in found.reason
    assert (found.score >= THRESHOLD) is supported


def test_nothing_found_supports_nothing(statistics: CorpusStatistics) -> None:
    found = judge(prepare("crown", statistics), [], statistics, None)
    assert not found.supported
    assert found.score == 0


def test_the_nearest_documents_are_named_once(statistics: CorpusStatistics) -> None:
    hits = [hit(TEXTS[3], 0.1, title=title) for title in ("A", "A", "B", "C", "D")]
    assert judge(prepare("wifi password", statistics), hits, statistics, None).nearest == ("A", "B", "C")


def test_words_that_only_name_the_payer_do_not_count(statistics: CorpusStatistics) -> None:
    query = prepare("example dental wifi", statistics)
    named = hit("Example Dental is a payer.", 0.2)
    with_name = judge(query, [named], statistics, "Example Dental").measures["coverage"]
    without = judge(query, [named], statistics, "Example Dental", tokens("Example Dental")).measures["coverage"]
    assert without == 0 < with_name


def test_shorthand_is_covered_by_its_long_form(statistics: CorpusStatistics) -> None:
    short = judge(prepare("srp quadrant", statistics), [hit(TEXTS[1], 0.5)], statistics, None).measures["coverage"]
    unknown = judge(prepare("xyz quadrant", statistics), [hit(TEXTS[1], 0.5)], statistics, None).measures["coverage"]
    assert short > unknown


def test_a_search_carries_the_decision(library: Library) -> None:
    good = library.find("crown replaced once in months per tooth", k=5, on=date(2026, 3, 1), payer="Northlake Dental")
    assert good.sufficiency.supported
    bad = library.find("wifi password Atlantis", k=5, on=date(2026, 3, 1), payer="Northlake Dental")
    assert not bad.sufficiency.supported
    assert bad.sufficiency.nearest


def test_a_service_that_only_a_general_guide_names_is_not_the_payers_rule(statistics: CorpusStatistics) -> None:
    query = prepare("is D4341 paid per quadrant", statistics)
    own, guide = hit(TEXTS[0], 0.6), hit(TEXTS[1], 0.6, payer="General")
    found = judge(query, [guide, own], statistics, "Example Dental")
    assert not found.supported
    assert found.reason == "no passage of Example Dental in force names D4341"
    assert judge(query, [guide], statistics, None).supported


def test_a_reason_code_may_be_explained_by_a_general_guide(statistics: CorpusStatistics) -> None:
    query = prepare("appeal within 180 days co 97", statistics)
    own, guide = hit(TEXTS[2], 0.6), hit("CARC 97: part of another service", 0.6, payer="General")
    assert judge(query, [own, guide], statistics, "Example Dental").supported
