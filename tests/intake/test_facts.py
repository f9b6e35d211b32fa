"""Facts of the sleep appliance playbook in notes, and in what people enter."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from assistant.domain.case import CaseDocument
from assistant.domain.fact import EnteredFact, Fact
from assistant.intake.facts import extract
from assistant.intake.reading import document_day
from assistant.tables.playbooks import playbooks

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "facts.yaml").read_text(encoding="utf-8"))
PLAYBOOK = next(playbook for playbook in playbooks() if playbook.id == "osa_appliance")


def paper(text: str, kind: str = "chart_note", day: date | None = None) -> CaseDocument:
    return CaseDocument.model_validate({"id": "d1", "kind": kind, "text": text, "date": day})


def told(fact: Fact, word: str) -> bool:
    """Whether a word of a case fits the fact."""
    match word.split():
        case ["no", "day"]:
            return fact.day is None
        case ["no", "until"]:
            return fact.until is None
        case ["day", day]:
            return fact.day == date.fromisoformat(day)
        case ["until", day]:
            return fact.until == date.fromisoformat(day)
        case ["days", number]:
            return fact.days == int(number)
        case ["present" | "absent" as polarity]:
            return fact.polarity == polarity
        case _:
            return fact.value == Decimal(word)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.get('kind', '')} {case['text']}".strip())
def test_what_a_note_says(case: dict[str, Any]) -> None:
    found = extract([paper(case["text"], case.get("kind", "chart_note"), case.get("date"))], PLAYBOOK)
    about = {fact[0] for fact in case["facts"]}
    found = tuple(fact for fact in found if fact.key in about or not about)
    assert [fact.key for fact in found] == [fact[0] for fact in case["facts"]]
    for fact, (_, *words) in zip(found, case["facts"], strict=True):
        assert [word for word in words if not told(fact, word)] == [], fact


@pytest.mark.parametrize(
    ("key", "value", "expected"),
    [
        ("pap_trial", "2026-05-04 to 2026-06-10", {"day": date(2026, 5, 4), "until": date(2026, 6, 10)}),
        ("pap_trial", "never", {"polarity": "absent"}),
        ("pap_trial", "no", {"polarity": "absent"}),
        ("pap_trial", "yes, for 6 weeks", {"polarity": "present", "days": 42}),
        ("ahi", "22.4", {"value": Decimal("22.4"), "unit": "events per hour"}),
        ("face_to_face", "03/26/2026", {"day": date(2026, 3, 26)}),
        ("hypertension", "yes", {"value": True}),
    ],
)
def test_what_a_person_enters(key: str, value: str, expected: dict[str, Any]) -> None:
    entered = EnteredFact(key=key, value=value, who="front desk", when=date(2026, 11, 20))
    (fact,) = extract([], PLAYBOOK, entered=[entered])
    assert {name: getattr(fact, name) for name in expected} == expected
    assert fact.document == "entered by front desk on 2026-11-20"
    assert fact.quote == value


def test_an_entered_fact_of_another_vocabulary_is_none() -> None:
    entered = EnteredFact(key="patient_name", value="Alva", who="front desk", when=date(2026, 11, 20))
    assert extract([], PLAYBOOK, entered=[entered]) == ()


def test_a_number_that_is_entered_as_words_is_not_read_as_yes() -> None:
    entered = EnteredFact(key="ahi", value="about fifteen", who="front desk", when=date(2026, 11, 20))
    found = extract([], PLAYBOOK, entered=[entered])
    assert not [fact for fact in found if isinstance(fact.value, Decimal)]


@pytest.mark.parametrize(
    ("text", "kind", "day"),
    [
        ("Visit of 03/26/2026", "chart_note", date(2026, 3, 26)),
        ("DOB 06/17/1979. Seen 03/26/2026.", "chart_note", date(2026, 3, 26)),
        ("Born: 06/17/1979", "chart_note", None),
        ("Printed 05/02/2026. Date of test: 04/14/2026", "sleep_study", date(2026, 4, 14)),
        ("Sleep test of 04/14/2026 reviewed. Signed by T. Renn, MD on 06/22/2026", "order", date(2026, 6, 22)),
        ("Reported 04/03/2026, printed 05/02/2026", "pathology_report", date(2026, 4, 3)),
        ("in May 2026", "chart_note", None),
        ("", "chart_note", None),
    ],
)
def test_the_day_of_a_paper(text: str, kind: str, day: date | None) -> None:
    assert document_day(paper(text, kind)) == day


def test_a_day_stated_in_the_case_comes_first() -> None:
    assert document_day(paper("Visit of 03/26/2026", day=date(2026, 3, 27))) == date(2026, 3, 27)


def test_a_long_sentence_is_quoted_around_its_words() -> None:
    text = "The patient says " + "that the nights are long " * 40 + "and CPAP was tried from 05/04/2026 to 06/10/2026"
    (fact,) = [fact for fact in extract([paper(text)], PLAYBOOK) if fact.key == "pap_trial"]
    assert "CPAP was tried" in fact.quote
    assert len(fact.quote) < len(text) / 2


WORDS = (
    "CPAP|was|not|never|tried|tolerated|AHI|22.4|of|events|per|hour|sleep|test|study|from|to|05/04/2026|06/10/2026"
    "|02/30/2026|13/45/2026|May|2026|for|6|weeks|signed|order|physician|Dr.|Renn,|MD|Upper|14|teeth|lower|delivered"
    "|appliance|no|denies|insomnia|\n|\n\n|.|;|:|-|–|,|Date|of|test|DOB|face|OSA|hypertension|total|141|ESS|½|٣"
)
NOTES = st.lists(st.sampled_from(WORDS.split("|")), max_size=40).map(" ".join)


@given(text=st.one_of(NOTES, st.text(max_size=300)), kind=st.sampled_from(["chart_note", "sleep_study", "order"]))
def test_any_text_gives_facts_quoted_from_it(text: str, kind: str) -> None:
    for fact in extract([paper(text, kind)], PLAYBOOK):
        assert fact.span is not None
        assert text[fact.span.start : fact.span.end] == fact.span.quote
        assert fact.until is None or fact.day is None or fact.until >= fact.day
        assert fact.days is None or fact.days >= 0


@given(value=st.text(max_size=120), key=st.sampled_from([fact.key for fact in PLAYBOOK.facts]))
def test_anything_may_be_entered(value: str, key: str) -> None:
    entered = EnteredFact(key=key, value=value, who="x", when=date(2026, 11, 20))
    for fact in extract([], PLAYBOOK, entered=[entered]):
        assert fact.entered == entered
