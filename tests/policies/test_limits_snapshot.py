"""The kept limits say what the documents say, and notice when the index has changed."""

from __future__ import annotations

import json
import os
from datetime import date
from pathlib import Path
from typing import cast

import pytest

from assistant.domain.policy import Passage, PolicyDocument
from assistant.domain.ports import PassageSearch
from assistant.policies.limits import DocumentLimits
from assistant.policies.limits_snapshot import SnapshotLimits, index_state, snapshot_file

ON = date(2026, 11, 12)


class Held:
    """A library of two versions of one document, counting how often it is opened."""

    def __init__(self) -> None:
        self.read = 0
        self.rows = (
            document("old", date(2024, 1, 1), date(2025, 12, 31), None),
            document("new", date(2026, 1, 1), None, "PPO 1500"),
        )
        self.texts = {"old": "D1110 is paid once per calendar year.", "new": "D1110 is paid twice per calendar year."}

    def documents(self) -> tuple[PolicyDocument, ...]:
        self.read += 1
        return self.rows

    def in_force(self, payer: str, on: date, *, plan: str | None = None) -> tuple[PolicyDocument, ...]:
        return tuple(
            row
            for row in self.rows
            if row.payer == payer and row.period.contains(on) and (plan is None or row.plan in (None, plan))
        )

    def passages_of(self, name: str) -> tuple[Passage, ...]:
        (row,) = [row for row in self.rows if row.id == name]
        return (
            Passage(
                key=f"{name}-1",
                document=name,
                title=name,
                section="",
                text=self.texts[name],
                ordinal=0,
                payer=row.payer,
                effective_from=row.effective_from,
                effective_through=row.effective_through,
            ),
        )


def document(name: str, first: date, last: date | None, plan: str | None) -> PolicyDocument:
    return PolicyDocument(
        id=name, series="cleanings", title=name, payer="Example Dental", plan=plan, effective_from=first,
        effective_through=last,
    )  # fmt: skip


def snapshot(file: Path, held: Held | None, state: str = "a") -> SnapshotLimits:
    return SnapshotLimits(file, state, lambda: cast(PassageSearch, held))


@pytest.mark.parametrize("plan", [None, "PPO 1500", "HMO"])
@pytest.mark.parametrize("on", [ON, date(2025, 6, 1), date(2025, 12, 31), date(2023, 1, 1)])
def test_it_says_what_the_documents_say(tmp_path: Path, on: date, plan: str | None) -> None:
    held = Held()
    kept = snapshot(tmp_path / "limits.json", held)
    plain = DocumentLimits(lambda: cast(PassageSearch, held))
    asked = ("Example Dental", "D1110", on)
    assert kept.limits(*asked, plan=plan) == plain.limits(*asked, plan=plan)


def test_the_file_is_used_until_the_index_changes(tmp_path: Path) -> None:
    held, file = Held(), tmp_path / "sub" / "limits.json"
    first = snapshot(file, held).limits("Example Dental", "D1110", ON)
    assert [limit.count for limit in first] == [2]
    assert held.read == 1
    assert snapshot(file, None).limits("Example Dental", "D1110", ON) == first
    assert snapshot(file, held, "b").limits("Example Dental", "D1110", ON) == first
    assert held.read == 2
    assert [path.name for path in file.parent.iterdir()] == ["limits.json"]


@pytest.mark.parametrize("content", ["", "[]", "{", '{"fingerprint": 1}', "\x00"])
def test_a_damaged_file_is_made_anew(tmp_path: Path, content: str) -> None:
    file = tmp_path / "limits.json"
    file.write_text(content)
    assert snapshot(file, Held()).limits("Example Dental", "D1110", ON)
    assert json.loads(file.read_text())["documents"]


def test_silence_where_nothing_is_held(tmp_path: Path) -> None:
    file = tmp_path / "limits.json"
    assert snapshot(file, None).limits("Example Dental", "D1110", ON) == ()
    assert not file.exists()
    assert snapshot(file, Held()).limits("Another Payer", "D1110", ON) == ()
    assert snapshot(file, Held()).limits("Example Dental", "D9999", ON) == ()


def test_a_folder_that_cannot_be_written_costs_only_time(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    assert snapshot(blocked / "limits.json", Held()).limits("Example Dental", "D1110", ON)


def test_the_state_follows_pointers_and_documents(tmp_path: Path) -> None:
    index, corpus = tmp_path / "index", tmp_path / "corpus"
    (index / "local").mkdir(parents=True)
    (corpus / "policies" / "example").mkdir(parents=True)
    (corpus / "tables").mkdir()
    states = [index_state(indexes=(index,), corpus=corpus)]
    for path, text in (
        (index / "local" / "CURRENT", "000001-a"),
        (index / "local" / "CURRENT", "000002-b"),
        (corpus / "policies" / "example" / "crowns.md", "once in 60 months"),
        (corpus / "policies" / "example" / "crowns.md", "once in 36 months"),
        (corpus / "tables" / "procedures.csv", "D2740,crown"),
        (corpus / "tables" / "procedures.csv", "D2750,crown"),
    ):
        path.write_text(text)
        os.utime(path, (0, 0))
        states.append(index_state(indexes=(index,), corpus=corpus))
    assert len(set(states)) == len(states)
    assert index_state(indexes=(index,), corpus=corpus) == states[-1]
    assert index_state(indexes=(tmp_path / "none",), corpus=tmp_path / "none")


def test_the_state_returns_with_the_text(tmp_path: Path) -> None:
    """A text changed and put back is answered from as before, not as in between."""
    policy, file = tmp_path / "corpus" / "policies" / "cleanings.md", tmp_path / "limits.json"
    policy.parent.mkdir(parents=True)
    counts = []
    for number in ("two", "six", "two"):
        held = Held()
        held.texts["new"] = f"D1110 is paid {number} times per calendar year."
        policy.write_text(held.texts["new"])
        state = index_state(indexes=(), corpus=policy.parents[1])
        counts += [limit.count for limit in snapshot(file, held, state).limits("Example Dental", "D1110", ON)]
    assert counts == [2, 6, 2]


def test_own_documents_stay_at_home(tmp_path: Path) -> None:
    own, shared = tmp_path / "home" / "index", tmp_path / "cache"
    assert snapshot_file("local", own=own, shared=shared).parent == shared
    own.mkdir(parents=True)
    assert snapshot_file("local", own=own, shared=shared).parent == own
    assert snapshot_file("a", own=own, shared=shared) != snapshot_file("b", own=own, shared=shared)
