"""Notes as offices type them, two a family: every fact is read as it stands, and every draft keeps it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.chains.kinds import draft
from assistant.chains.request import DraftRequest
from assistant.domain.case import Case
from assistant.domain.draft import DraftKind
from assistant.domain.fact import Fact
from assistant.domain.ports import PassageSearch
from assistant.intake.case_facts import facts_of
from assistant.intake.case_file import LoadedCase
from assistant.rules.engine import check_claim
from assistant.tables.playbooks import playbook_for

TODAY = date(2026, 11, 22)
NOTES = Path(__file__).parent / "notes"
WRITTEN = [
    pytest.param((path.stem, entry), id=f"{path.stem}: {entry['name']}")
    for path in sorted(NOTES.glob("*.yaml"))
    for entry in yaml.safe_load(path.read_text(encoding="utf-8"))
]
KINDS: tuple[DraftKind, ...] = ("narrative", "appeal", "predetermination")


def _case(entry: dict[str, Any]) -> Case:
    """The note as a case whose lines were all denied for want of proof."""
    lines = [line["id"] for line in entry["claim"]["lines"]]
    denials = [{"date": "2026-11-05", "line": line, "group": "CO", "carc": "50"} for line in lines]
    documents = [{"id": "note", "kind": "chart_note", "text": entry["note"]}]
    return Case.model_validate({"claim": entry["claim"], "denials": denials, "documents": documents})


def _facts(entry: dict[str, Any], family: str) -> tuple[Fact, ...]:
    case = _case(entry)
    playbook = playbook_for(case.claim, line=case.claim.lines[0].id)
    assert playbook is not None
    assert playbook.id == family
    return facts_of(case, playbook, case.claim.lines[0])


@pytest.mark.parametrize("written", WRITTEN)
def test_what_the_note_says_is_read(written: tuple[str, dict[str, Any]]) -> None:
    family, entry = written
    facts = _facts(entry, family)
    missed = [wanted for wanted in entry["facts"] if not any(_fits(wanted, fact) for fact in facts)]
    assert missed == []


@pytest.mark.parametrize("written", WRITTEN)
def test_what_the_note_denies_is_never_read_as_found(written: tuple[str, dict[str, Any]]) -> None:
    family, entry = written
    found = {fact.key for fact in _facts(entry, family) if fact.polarity == "present"}
    assert found & {*entry.get("absent_only", ()), *entry.get("never", ())} == set()


@pytest.mark.parametrize("written", WRITTEN)
@pytest.mark.parametrize("kind", KINDS)
def test_each_draft_is_proved_and_names_every_line(
    kind: DraftKind, written: tuple[str, dict[str, Any]], policies: PassageSearch
) -> None:
    case = _case(written[1])
    report = check_claim(case.claim, today=TODAY)
    made = draft(kind, DraftRequest(LoadedCase(case, NOTES), policies, report, TODAY)).draft
    assert [f.message for f in made.findings if f.severity == "error" and f.rule.startswith("DR")] == []
    for line in case.claim.lines:
        assert line.code in made.text
        assert line.tooth is None or f"tooth {line.tooth}" in made.text
        assert line.area is None or f"area {line.area}" in made.text


def _fits(wanted: dict[str, Any], fact: Fact) -> bool:
    return all(str(getattr(fact, name)) == str(value) for name, value in wanted.items())
