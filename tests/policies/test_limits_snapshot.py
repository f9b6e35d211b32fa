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
from assistant.policies.limits_snapshot import SnapshotLimits, corpus_state, index_state, snapshot_file

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
        id=name,
        series="cleanings",
        title=name,
        payer="Example Dental",
        plan=plan,
        effective_from=first,
        effective_through=last,
    )


def snapshot(file: Path, held: Held | None, state: str = "a") -> SnapshotLimits:
    return SnapshotLimits(lambda: file, lambda: state, lambda: cast(PassageSearch, held))


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


def test_the_state_of_the_index_follows_its_pointer(tmp_path: Path) -> None:
    index = tmp_path / "index"
    (index / "local").mkdir(parents=True)
    states = [index_state(index)]
    for name in ("000001-a", "000002-b"):
        (index / "local" / "CURRENT").write_text(name)
        states.append(index_state(index))
    assert len(set(states)) == len(states)
    assert index_state(index) == states[-1]
    assert index_state(tmp_path / "none") == states[0]


def test_the_state_of_the_corpus_follows_content(tmp_path: Path) -> None:
    policy, table = tmp_path / "policies" / "example" / "crowns.md", tmp_path / "tables" / "procedures.csv"
    states = [corpus_state(tmp_path)]
    for path, text in (
        (policy, "once in 60 months"),
        (policy, "once in 36 months"),
        (table, "D2740,crown"),
        (table, "D2750,crown"),
    ):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        os.utime(path, (0, 0))
        states.append(corpus_state(tmp_path))
    assert len(set(states)) == len(states)
    assert corpus_state(tmp_path) == states[-1]
    assert corpus_state(tmp_path / "none")


def test_a_running_service_follows_its_index(tmp_path: Path) -> None:
    held, states = Held(), ["before"]
    kept = SnapshotLimits(
        lambda: tmp_path / f"{states[-1]}.json", lambda: states[-1], lambda: cast(PassageSearch, held)
    )
    asked = ("Example Dental", "D1110", ON)
    assert [limit.count for limit in kept.limits(*asked)] == [2]
    held.texts["new"] = "D1110 is paid three times per calendar year."
    assert [limit.count for limit in kept.limits(*asked)] == [2], "nothing was published"
    states.append("after")
    assert [limit.count for limit in kept.limits(*asked)] == [3]
    assert held.read == 2
    assert sorted(path.name for path in tmp_path.iterdir()) == ["after.json", "before.json"], "each where it belongs"


def test_limits_of_a_shared_database_follow_a_version_that_is_replaced() -> None:
    held = Held()
    plain = DocumentLimits(lambda: cast(PassageSearch, held))
    for number, count in (("twice", 2), ("three times", 3), ("twice", 2)):
        held.texts["new"] = f"D1110 is paid {number} per calendar year."
        assert [limit.count for limit in plain.limits("Example Dental", "D1110", ON)] == [count]


def test_the_state_returns_with_the_text(tmp_path: Path) -> None:
    """A text changed and put back is answered from as before, not as in between."""
    policy, file = tmp_path / "corpus" / "policies" / "cleanings.md", tmp_path / "limits.json"
    policy.parent.mkdir(parents=True)
    counts = []
    for number in ("two", "six", "two"):
        held = Held()
        held.texts["new"] = f"D1110 is paid {number} times per calendar year."
        policy.write_text(held.texts["new"])
        state = corpus_state(policy.parents[1])
        counts += [limit.count for limit in snapshot(file, held, state).limits("Example Dental", "D1110", ON)]
    assert counts == [2, 6, 2]


def test_own_documents_stay_at_home(tmp_path: Path) -> None:
    own, shared = tmp_path / "home" / "index", tmp_path / "cache"
    assert snapshot_file("local", own=own, shared=shared).parent == shared
    own.mkdir(parents=True)
    assert snapshot_file("local", own=own, shared=shared).parent == own
    assert snapshot_file("a", own=own, shared=shared) != snapshot_file("b", own=own, shared=shared)
