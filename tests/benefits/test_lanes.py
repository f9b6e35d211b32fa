"""The lane gate over hand-made cases, and what holds for every case."""

from datetime import date
from itertools import product
from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.benefits.lane_verdict import Sides, verdict_of
from assistant.benefits.lanes import decide_lane, record_of
from assistant.domain.case import Case
from assistant.domain.errors import BadInput
from assistant.domain.lane import LaneDecision, LaneEconomics
from assistant.tables.crosswalk import crossings
from assistant.tables.lanes import lane_defaults, lane_facts, lane_families

TODAY = date(2026, 11, 22)
CASES: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "lane_cases.yaml").read_text())


def case_of(row: dict[str, Any]) -> Case:
    documents = [{"id": "note", "kind": "chart_note", "text": row["notes"]}] if "notes" in row else []
    facts = [
        {"key": key, "value": value, "who": "front desk", "when": "2026-11-20"}
        for key, value in row.get("facts", {}).items()
    ]
    return Case.model_validate(
        {
            "claim": {"lane": "dental", "as_of": "2026-11-22", **row["claim"]},
            "documents": documents,
            "facts": facts,
            "attachments": [{"kind": kind} for kind in row.get("attachments", [])],
        }
    )


def decide(row: dict[str, Any]) -> LaneDecision:
    economics = LaneEconomics.model_validate(row["economics"]) if "economics" in row else None
    return decide_lane(case_of(row), today=TODAY, economics=economics)


@pytest.mark.parametrize("row", CASES, ids=[row["what"] for row in CASES])
def test_hand_made_cases(row: dict[str, Any]) -> None:
    found = decide(row)
    assert found.verdict == row["verdict"], found.summary
    statuses = {condition.name: condition.status for condition in found.conditions}
    to_medical = found.verdict in ("medical_first", "both_in_order")
    assert ("Provisional" in found.summary) == (to_medical and "unknown" in statuses.values())
    for name, status in row.get("statuses", {}).items():
        assert statuses[name] == status, name
    for need in row.get("needs", []):
        assert need in " | ".join(found.needs)
    told = " | ".join([*found.needs, *found.avoid, *(f"{rule.id} {rule.statement}" for rule in found.rules)])
    for word in row.get("without", []):
        assert word not in told
    assert row.get("note", "") in " | ".join(found.notes)
    if "changes" in row:
        assert row["changes"] in " ".join(found.changes)
    assert {rule.id for rule in found.rules} >= set(row.get("rules", []))


@pytest.mark.parametrize("row", CASES, ids=[row["what"] for row in CASES])
def test_every_decision_shows_its_arithmetic_and_rules(row: dict[str, Any]) -> None:
    found = decide(row)
    assert [each.name for each in found.economics.inputs] == ["allowed", "probability", "minutes", "wage", "fees"]
    assert [condition.name for condition in found.conditions] == ["clinical_story", "economics", "payer_rules"]
    assert found.rules or found.family is None
    assert found.summary
    for condition in found.conditions:
        assert len(condition.missing) == len(condition.ask)
    if found.economics.net is not None and found.economics.expected is not None:
        assert found.economics.net == found.economics.expected - found.economics.cost


def test_the_arithmetic() -> None:
    row = next(row for row in CASES if row["what"] == "the practice's own numbers decide")
    result = decide(row).economics
    assert str(result.expected) == "19.00"
    assert str(result.cost) == "170.00"
    assert str(result.net) == "-151.00"
    assert str(result.break_even_probability) == "0.09"
    assert {each.basis for each in result.inputs} == {"plan", "given"}


@pytest.mark.parametrize("wrong", [{"wage": "-1"}, {"minutes": -5}, {"probability": "1"}, {"probability": "140"}])
def test_impossible_numbers_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(BadInput):
        decide_lane(case_of(CASES[0]), today=TODAY, economics=LaneEconomics.model_validate(wrong))


def test_a_weak_condition_never_puts_the_medical_lane_first() -> None:
    for lane, story, economics, rules in product(
        (None, "medical", "medical_then_dental", "medical_with_dental", "either"),
        ("met", "not_met", "unknown"),
        ("met", "not_met", "unknown"),
        ("met", "not_met", "unknown"),
    ):
        sides = Sides(
            lane=lane,
            medical_plan=True,
            dental_plan=True,
            dental_open=False,
            reaches_medical=True,
            reaches_dental=True,
            splits=False,
        )
        verdict = verdict_of({"clinical_story": story, "economics": economics, "payer_rules": rules}, sides)
        if story != "met" or economics != "met" or rules == "not_met":
            assert verdict == "dental_first"
        elif lane != "either" or rules == "met":
            assert verdict in ("medical_first", "both_in_order")


def test_setting_a_verdict_aside_needs_a_reason() -> None:
    decision = decide(CASES[0])
    record = record_of(decision, who="biller", overridden="dental_first", why="the patient asked for it")
    assert record.overridden == "dental_first"
    with pytest.raises(ValueError, match="say why"):
        record_of(decision, who="biller", overridden="dental_first")


def test_tables_agree() -> None:
    known = lane_facts()
    cases = {row.case for row in crossings()}
    for family in lane_families():
        assert set(family.story) | set(family.rules) <= set(known), family.id
        assert family.prefixes, family.id
        assert family.source, family.id
    of_crosswalk = {family.case for family in lane_families()} & cases
    assert len(of_crosswalk) >= 9
    assert set(lane_defaults()) == {"wage", "fees", "probability", "minutes"}
