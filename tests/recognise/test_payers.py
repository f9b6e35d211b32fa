"""Payer names as people type them."""

from __future__ import annotations

import pytest

from assistant.recognise.payers import find_payers

ALIASES = {
    "Northlake Dental": ["NLD"],
    "Northlake Health": ["NLH"],
    "Metro PPO": [],
    "Brightsmile Dental": ["bright smile"],
    "Medicare": ["CMS"],
    "Alder Coast Health": [],
}
CASES = [
    ("will metro ppo pay??", [(("Metro PPO",), "metro ppo", True)]),
    ("northlake denied", [(("Northlake Dental", "Northlake Health"), "northlake", True)]),
    ("Northlake Dental's EOB", [(("Northlake Dental",), "Northlake Dental", True)]),
    ("nothlake denial", [(("Northlake Dental", "Northlake Health"), "nothlake", False)]),
    ("Nortlake Dental", [(("Northlake Dental",), "Nortlake Dental", False)]),
    ("brightsmlie paid", [(("Brightsmile Dental",), "brightsmlie", False)]),
    ("bright smile, nlh", [(("Brightsmile Dental",), "bright smile", True), (("Northlake Health",), "nlh", True)]),
    ("MEDICARE part B", [(("Medicare",), "MEDICARE", True)]),
    ("medicate the pt, medicaid, older coast, the health plan, metre", []),
    ("alder coast", [(("Alder Coast Health",), "alder coast", True)]),
    ("", []),
]


@pytest.mark.parametrize(("text", "expect"), CASES)
def test_payers(text: str, expect: list[tuple[tuple[str, ...], str, bool]]) -> None:
    found = find_payers(text, ALIASES)
    assert [(m.names, m.quote, m.exact) for m in found] == expect
    assert all(text[m.start : m.end] == m.quote for m in found)


def test_one_name_or_none() -> None:
    one, several = find_payers("nld or northlake", ALIASES)
    assert one.name == "Northlake Dental"
    assert several.name is None


def test_no_payers_held() -> None:
    assert find_payers("northlake", {}) == ()


@pytest.mark.parametrize("text", ["'s", "it 's metro ppo", "the patient 's plan", "''s"])
def test_a_lone_possessive_names_nobody(text: str) -> None:
    assert {name for found in find_payers(text, {"Metro PPO": []}) for name in found.names} <= {"Metro PPO"}
