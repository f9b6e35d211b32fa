"""Runs every case file of the draft rules: a wrong draft draws the rule's finding where it says, a right one does not.

A case of DR01 to DR19 gives ``statements``; what it does not say of the evidence is the evidence below. A case of DR21
on gives what is done to the fresh letter: ``replace`` pairs, or ``edited`` as a whole; ``fresh`` puts a passage into
the letter before that. A case of DR41 on gives a model's words for its one statement as ``worded``.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.domain.draft import Statement
from assistant.domain.evidence import Evidence
from assistant.domain.finding import Finding
from assistant.intake.facts import extract
from assistant.rules.drafts import DRAFT_RULES, EDIT_RULES, WORDED_RULES, check_draft, check_edited, check_worded
from assistant.rules.drafts.rule import Sheet
from assistant.tables.playbooks import playbooks

CASES = Path(__file__).parent / "cases"
BASE: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "evidence.yaml").read_text(encoding="utf-8"))
FRESH = (Path(__file__).parent / "letter.txt").read_text(encoding="utf-8")
PLAYBOOKS = {playbook.id: playbook for playbook in playbooks()}
RULES = {rule.id: rule for rule in (*DRAFT_RULES, *EDIT_RULES, *WORDED_RULES)}


def sheet_of(case: dict[str, Any]) -> Sheet:
    """The draft of a case over the common evidence."""
    content = {**BASE, **case.get("evidence", {})}
    content["case"] = {**BASE["case"], **case.get("case", {})}
    evidence = Evidence.model_validate(content)
    playbook = PLAYBOOKS[case.get("playbook", "osa_appliance")]
    facts = extract(evidence.case.documents, playbook, entered=evidence.case.facts)
    statements = tuple(
        Statement.model_validate({"id": f"s{number}", "type": "fact", **given})
        for number, given in enumerate(case.get("statements", ()), start=1)
    )
    facing = case.get("patient_facing", False)
    return Sheet(statements, evidence.model_copy(update={"facts": facts}), playbook, patient_facing=facing)


def fresh_of(case: dict[str, Any]) -> str:
    """The letter before it was edited: the common one, with what a case puts in."""
    return FRESH.replace(*case["fresh"]) if "fresh" in case else FRESH


def edited_of(case: dict[str, Any]) -> str:
    text = str(case.get("edited", fresh_of(case)))
    for old, new in case.get("replace", ()):
        assert old in text, f"the letter does not hold {old!r}"
        text = text.replace(old, new, 1)
    return text


def findings_of(rule: str, case: dict[str, Any]) -> tuple[Finding, ...]:
    """What the rule finds; the engine has to run it."""
    sheet = sheet_of(case)
    if RULES[rule] in WORDED_RULES:
        (statement,) = sheet.statements
        found = check_worded([statement.model_copy(update={"text": case["worded"]})], sheet)
    elif RULES[rule] in DRAFT_RULES:
        found = check_draft(sheet)
    else:
        found = check_edited(edited_of(case), fresh_of(case), sheet)
    return tuple(finding for finding in found if finding.rule == rule)


def load(side: str) -> Iterator[Any]:
    for path in sorted(CASES.glob("*.yaml")):
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        for case in content[side]:
            yield pytest.param(content["rule"], case, id=f"{content['rule']}-{case['name']}")


@pytest.mark.parametrize(("rule", "case"), list(load("wrong")))
def test_wrong(rule: str, case: dict[str, Any]) -> None:
    found = findings_of(rule, case)
    assert case["finds"] in [finding.where for finding in found], found
    assert {finding.severity for finding in found} == {case.get("severity", RULES[rule].severity)}
    assert any(case.get("says", "") in finding.message for finding in found), found
    assert all(finding.message and finding.fix and finding.source for finding in found)


@pytest.mark.parametrize(("rule", "case"), list(load("right")))
def test_right(rule: str, case: dict[str, Any]) -> None:
    assert findings_of(rule, case) == ()


def test_the_common_evidence_holds_what_the_fresh_letter_says() -> None:
    assert check_edited(FRESH, FRESH, sheet_of({})) == ()
    assert sheet_of({}).evidence.on == date(2026, 8, 18)
