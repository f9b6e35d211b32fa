"""Runs every case file: a wrong claim draws the rule's finding, a right one neither it nor any error."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.domain.claim import Claim
from assistant.domain.finding import Finding
from assistant.domain.policy import Limit
from assistant.rules.engine import check_claim
from assistant.rules.families import find_rule
from assistant.rules.rule import ORDER, denial_of
from assistant.tables.icd10cm import Icd10cm

CASES = Path(__file__).parent / "cases"
TODAY = date(2026, 11, 22)
ICD = Icd10cm.seed()

#: What a case need not say. All people, payers and numbers are invented.
COMMON: dict[str, Any] = {
    "as_of": TODAY,
    "tooth_system": "universal",
    "place_of_service": "11",
    "billing_provider": {"npi": "1234567893"},
    "patient": {"birth_date": date(1984, 5, 2)},
}
LANES: dict[str, dict[str, Any]] = {
    "dental": {"payer": "Northlake Dental"},
    "medical": {"payer": "Northlake Health"},
}
LINE: dict[str, Any] = {"date_of_service": date(2026, 11, 12), "fee": "100.00"}
#: Keys of a case that are about the case and not part of the claim.
ABOUT = ("name", "finds", "severity", "denial", "times", "says", "expect_errors", "limits", "drop")


class Limits:
    """Policy limits as a case states them."""

    def __init__(self, rows: list[dict[str, Any]]) -> None:
        self.rows = tuple(Limit.model_validate(row) for row in rows)

    def limits(self, payer: str, code: str, on: date, *, plan: str | None = None) -> tuple[Limit, ...]:
        return tuple(row for row in self.rows if code in row.codes and row.in_force(on))


def claim_of(case: dict[str, Any]) -> Claim:
    """The claim of a case: common values, those of its lane, its own; ``drop`` leaves keys out."""
    lane = case.get("lane", "dental")
    own = {key: value for key, value in case.items() if key not in ABOUT}
    whole = {"lane": lane, **COMMON, **LANES[lane], **own}
    whole["lines"] = [{"id": str(number), **LINE, **line} for number, line in enumerate(case.get("lines", []), 1)]
    return Claim.model_validate({key: value for key, value in whole.items() if key not in case.get("drop", ())})


def findings_of(case: dict[str, Any]) -> tuple[Finding, ...]:
    limits = Limits(case["limits"]) if "limits" in case else None
    return check_claim(claim_of(case), today=TODAY, limits=limits, icd=ICD).findings


def load(side: str) -> Iterator[Any]:
    for path in sorted(CASES.glob("*.yaml")):
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        for case in content[side]:
            yield pytest.param(
                content["rule"], {"severity": content["severity"], **case}, id=f"{content['rule']}-{case['name']}"
            )


@pytest.mark.parametrize(("rule", "case"), list(load("wrong")))
def test_wrong(rule: str, case: dict[str, Any]) -> None:
    everything = findings_of(case)
    found = [each for each in everything if each.rule == rule]
    assert found, f"{rule} found nothing; the others: {[(each.rule, each.where) for each in everything]}"
    assert case["finds"] in [each.where for each in found]
    assert "times" not in case or len(found) == case["times"]
    if "says" in case:
        assert any(case["says"] in f"{each.message} {each.fix}" for each in found), found
    assert all(each.message and each.fix and each.source for each in found)
    known = find_rule(rule)
    assert known is not None
    there = [each for each in found if each.where == case["finds"]]
    assert {each.severity for each in there} == {case["severity"]}
    if "denial" in case:
        assert {each.predicts for each in there} == {denial_of(case["denial"])}
    assert all(ORDER.index(each.severity) >= ORDER.index(known.severity) for each in found)


@pytest.mark.parametrize(("rule", "case"), list(load("right")))
def test_right(rule: str, case: dict[str, Any]) -> None:
    found = findings_of(case)
    assert [each for each in found if each.rule == rule] == []
    allowed = set(case.get("expect_errors", ()))
    assert [each for each in found if each.severity == "error" and each.rule not in allowed] == []
