"""One-line notes of contacts and verification calls: what they say is taken, what they do not say stays unknown."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from assistant.bootstrap import build_assistant
from assistant.chains.calls.contact_note import contact_entry, without_patient
from assistant.chains.calls.verification_conflicts import contradictions
from assistant.chains.calls.verification_record import verification_record
from assistant.domain.caller import LOCAL
from assistant.retrieval.library import Library
from assistant.settings import Settings

TODAY = date(2026, 11, 22)
HERE = Path(__file__).parent


def rows(name: str) -> list[dict[str, Any]]:
    loaded = yaml.safe_load((HERE / f"{name}.yaml").read_text(encoding="utf-8"))
    assert isinstance(loaded, list)
    return loaded


@pytest.mark.parametrize("row", rows("contact_notes"), ids=lambda row: row["note"][:40])
def test_a_note_becomes_an_entry(row: dict[str, Any]) -> None:
    entry = contact_entry(row["note"], payer="Metro PPO", on=TODAY)
    told = entry.model_dump(mode="json")
    assert {name: told[name] for name in row["entry"]} == row["entry"]
    if "steps" in row:
        assert [[step.text, step.due and step.due.isoformat()] for step in entry.next_steps] == row["steps"]
    if "missing" in row:
        assert list(entry.missing) == row["missing"]


@pytest.mark.parametrize("row", rows("verification_notes"), ids=lambda row: row["note"][:40])
def test_a_call_becomes_a_record(row: dict[str, Any]) -> None:
    record = verification_record(row["note"], payer="Northlake Health", on=TODAY)
    told = record.model_dump(mode="json")
    assert {name: told[name] for name in row["record"]} == row["record"]
    assert set(row.get("steps", ())) <= {step.text for step in record.contact.next_steps}
    still_open = {each.topic for each in record.unanswered}
    assert set(row.get("open", ())) <= still_open
    assert not set(row.get("closed", ())) & still_open
    assert all(each.quote in " ".join(row["note"].split()) for each in record.answers)


@given(st.text(max_size=200))
def test_any_note_is_taken_and_nothing_in_it_is_made_up(note: str) -> None:
    record = verification_record(note, payer=None, on=TODAY)
    flat = " ".join(note.split())
    assert all(each.quote in flat for each in record.answers)
    assert record.contact.day <= TODAY


def test_identifiers_of_the_patient_go_and_the_representative_stays() -> None:
    safe = without_patient("spoke w/ Kim ref 88213 for Maria Gomez member id NLH884213 dob 3/4/1980, ded 1500/300 met")
    assert "Kim" in safe
    assert "88213" in safe
    assert not any(value in safe for value in ("Maria", "Gomez", "NLH884213", "3/4/1980"))


@pytest.fixture(scope="module")
def library(shipped_cache: Path, tmp_path_factory: pytest.TempPathFactory) -> Library:
    home = tmp_path_factory.mktemp("verification")
    return build_assistant(Settings(cache=shipped_cache, home=home), today=lambda: TODAY).library(LOCAL)


@pytest.mark.parametrize(
    ("payer", "note", "what"),
    [
        ("Northlake Health", "E0486 no auth needed", ["prior authorization for E0486"]),
        ("Northlake Health", "E0486 covered 60% after ded, auth yes", []),
        ("Tallgrass Advantage", "D2740 at 80%", ["the percentage for D2740"]),
        ("Tallgrass Advantage", "D2740 at 50%", []),
        ("Nobody Dental", "D2740 at 80%", []),
    ],
)
def test_what_differs_from_the_policy_in_force_is_shown_with_both_quotes(
    library: Library, payer: str, note: str, what: list[str]
) -> None:
    record = verification_record(note, payer=payer, on=TODAY)
    found = contradictions(record, library, None)
    assert [each.what for each in found] == what
    for each in found:
        passage = library.passage(each.passage)
        assert passage is not None
        assert each.said in note
        assert each.written in passage.text
        assert each.said in each.ask
        assert each.written in each.ask
