"""``claimwright case fact``: what people state is kept with who and when, and nothing else changes."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

Command = Callable[..., Any]

TRIAL = ("pap_trial", "05/04/2026 to 06/10/2026", "--who", "Lena Okafor", "--when", "2026-11-20")


def test_a_fact_settles_a_condition_and_is_shown(claimwright: Command, case: Path) -> None:
    before = case.read_text(encoding="utf-8")
    assert claimwright("case", "fact", "set", case, *TRIAL).code == 0
    content = yaml.safe_load(case.read_text(encoding="utf-8"))
    fact = {"key": TRIAL[0], "value": TRIAL[1], "who": "Lena Okafor", "when": "2026-11-20"}
    assert content["facts"][-1] == fact
    assert case.read_text(encoding="utf-8").startswith(before.rstrip())
    listed = claimwright("case", "fact", "list", case)
    assert "entered by Lena Okafor on 2026-11-20" in listed.out
    draft = claimwright("draft", "appeal", case, "--json").json
    assert not [mark for mark in draft["placeholders"] if "airway pressure" in mark["text"]]


@pytest.mark.parametrize(
    "text",
    [
        "claim: {lane: dental}\n# a remark\nfacts:\n  - {key: a, value: b, who: c, when: '2026-01-01'}\npractice: {}\n",
        "claim: {lane: dental}\nfacts: []\n",
        "claim: {lane: dental}\n",
        '{"claim": {"lane": "dental"}}',
    ],
    ids=["indented, with a remark", "empty list", "no facts", "JSON"],
)
def test_every_shape_of_file_is_added_to(claimwright: Command, tmp_path: Path, text: str) -> None:
    file = tmp_path / "case.yaml"
    file.write_text(text, encoding="utf-8")
    assert claimwright("case", "fact", "set", file, "pain", "yes", "--who", "Kim", "--when", "2026-11-20").code == 0
    written = file.read_text(encoding="utf-8")
    content = json.loads(written) if written.startswith("{") else yaml.safe_load(written)
    assert content["facts"][-1]["key"] == "pain"
    assert ("# a remark" in text) == ("# a remark" in written)


def test_a_file_that_is_no_case_stays_as_it_is(claimwright: Command, tmp_path: Path) -> None:
    file = tmp_path / "case.yaml"
    file.write_text("nonsense: 1\n", encoding="utf-8")
    assert claimwright("case", "fact", "set", file, *TRIAL).code == 2
    assert file.read_text(encoding="utf-8") == "nonsense: 1\n"
    assert claimwright("case", "fact", "set", file, "pain", " ", "--who", "Kim").code == 2
