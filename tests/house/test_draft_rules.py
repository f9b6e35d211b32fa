"""Every rule on drafts is registered, says Wrong and Right, names its source and has its cases."""

from __future__ import annotations

import importlib
import re
from pathlib import Path

import pytest
import yaml

import assistant.rules.drafts
from assistant.rules.drafts import DRAFT_RULES, EDIT_RULES, WORDED_RULES
from assistant.rules.drafts.rule import DraftRule

CASES = Path(__file__).parents[1] / "rules" / "drafts" / "cases"
FOLDER = Path(next(iter(assistant.rules.drafts.__path__)))
RULES = (*DRAFT_RULES, *EDIT_RULES, *WORDED_RULES)
#: Modules of the folder that hold no rule.
PARTS = {"__init__", "comparison", "engine", "patient_text", "proof", "record", "rule", "worded"}


def rules_in(path: Path) -> list[DraftRule]:
    module = ".".join(path.relative_to(FOLDER).with_suffix("").parts)
    loaded = importlib.import_module(f"assistant.rules.drafts.{module}")
    return [value for value in vars(loaded).values() if isinstance(value, DraftRule)]


def test_each_file_holds_one_rule_and_each_rule_runs() -> None:
    files = sorted(path for path in FOLDER.rglob("*.py") if path.stem not in PARTS)
    held = [rule for path in files for rule in rules_in(path)]
    assert [len(rules_in(path)) for path in files] == [1] * len(files)
    assert sorted(rule.id for rule in held) == sorted(rule.id for rule in RULES)
    assert [rule.name for rule in held] == [path.stem for path in files]


def test_ids_are_unique_and_in_order() -> None:
    for family in (DRAFT_RULES, EDIT_RULES, WORDED_RULES):
        ids = [rule.id for rule in family]
        assert ids == sorted(set(ids))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_the_docstring_tells_wrong_from_right(rule: DraftRule) -> None:
    assert re.search(r"^Wrong: \S.*^Right: \S", rule.doc, re.MULTILINE | re.DOTALL)
    assert rule.doc.splitlines()[0].endswith(".")
    assert rule.source
    assert rule.severity in ("error", "warning", "note")


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_the_case_file_holds_two_of_each_at_least(rule: DraftRule) -> None:
    content = yaml.safe_load((CASES / f"{rule.id}.yaml").read_text(encoding="utf-8"))
    assert content["rule"] == rule.id
    for side in ("wrong", "right"):
        names = [case["name"] for case in content[side]]
        assert len(names) >= 2
        assert len(set(names)) == len(names)


def test_no_case_file_without_a_rule() -> None:
    assert {path.stem for path in CASES.glob("*.yaml")} == {rule.id for rule in RULES}
