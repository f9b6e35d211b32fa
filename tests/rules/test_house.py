"""What every rule keeps to: listed, explained, sourced and shown by cases."""

from __future__ import annotations

import importlib
import pkgutil
from pathlib import Path

import pytest
import yaml

import assistant.rules
from assistant.rules.families import FAMILIES, all_rules, find_rule
from assistant.rules.rule import ORDER, Rule
from assistant.tables.denials import carc, rarc
from assistant.tables.procedures import groups

CASES = Path(__file__).parent / "cases"


def test_ids_are_unique_and_carry_the_family_letters() -> None:
    ids = [rule.id for rule in all_rules()]
    assert len(set(ids)) == len(ids)
    for rules in FAMILIES.values():
        assert len({rule.id[:2] for rule in rules}) == 1
        assert [rule.id for rule in rules] == sorted(rule.id for rule in rules)


@pytest.mark.parametrize("family", FAMILIES)
def test_every_rule_file_is_listed(family: str) -> None:
    package = importlib.import_module(f"{assistant.rules.__name__}.{family}")
    written = set()
    for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
        content = vars(importlib.import_module(module.name))
        written |= {
            value.id for value in content.values() if isinstance(value, Rule) and value.check.__module__ == module.name
        }
    assert written == {rule.id for rule in FAMILIES[family]}


def test_families_are_the_folders() -> None:
    folders = {module.name for module in pkgutil.iter_modules(assistant.rules.__path__) if module.ispkg}
    assert folders - {"drafts"} == set(FAMILIES)


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.id)
def test_rule_explains_itself(rule: Rule) -> None:
    lines = rule.doc.splitlines()
    assert lines[0].endswith(".")
    assert [line.split(":")[0] for line in lines if line.startswith(("Wrong:", "Right:"))] == ["Wrong", "Right"]
    assert rule.source
    assert rule.severity in ORDER
    assert find_rule(rule.id.lower()) is rule


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.id)
def test_rule_has_cases(rule: Rule) -> None:
    content = yaml.safe_load((CASES / f"{rule.id}.yaml").read_text(encoding="utf-8"))
    assert (content["rule"], content["severity"]) == (rule.id, rule.severity)
    for side in ("right", "wrong"):
        assert len(content[side]) >= 2
        names = [case["name"] for case in content[side]]
        assert len(set(names)) == len(names)
    assert all("finds" in case for case in content["wrong"])


def test_no_case_file_is_left_over() -> None:
    assert {path.stem for path in CASES.glob("*.yaml")} == {rule.id for rule in all_rules()}


@pytest.mark.parametrize("rule", [rule for rule in all_rules() if rule.denial], ids=lambda rule: rule.id)
def test_predicted_denial_is_in_the_table(rule: Rule) -> None:
    assert rule.denial is not None
    assert carc(rule.denial.carc) is not None
    assert rule.denial.rarc == "" or rarc(rule.denial.rarc) is not None


def test_every_error_rule_predicts_a_denial_unless_the_payer_never_sees_it() -> None:
    silent = {rule.id for rule in all_rules() if rule.severity == "error" and rule.denial is None}
    assert silent == {"DT07"}  # the practice's own history


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.id)
def test_rule_names_codes_and_groups_that_exist(rule: Rule) -> None:
    words = {subject for subject in rule.codes if not any(char.isdigit() for char in subject)}
    assert words <= set(groups())
