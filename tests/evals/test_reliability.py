"""The short table; ``make reliability`` writes the whole one."""

from __future__ import annotations

from pathlib import Path

from evals.bounds import exact_upper, mcnemar
from evals.reliability.__main__ import FULL, SHORT, plans, rows
from evals.reliability.canary import Places, _found
from evals.reliability.people import people, sentence
from evals.reliability.row import Row, Tried, table


def test_what_must_never_happen_does_not_in_a_short_round() -> None:
    done = list(rows(SHORT))
    assert {row.area for row in done} == {"audit", "deliveries", "durability", "hostile files"}
    assert len(done) == 9
    assert [(row.what, row.tried.failed) for row in done if not row.ok] == []
    text = table("command", done)
    assert all(row.what in text for row in done)


def test_the_whole_table_tries_every_area() -> None:
    wanted = list(plans(FULL, Path("nowhere")))
    assert {each.area for each in wanted} >= {
        *("audit", "deliveries", "durability", "hostile files", "privacy", "tenancy", "injection", "model faults"),
        "planted errors",
    }
    assert len({each.what for each in wanted}) == len(wanted)


def test_a_person_who_is_seen_is_found(tmp_path: Path) -> None:
    person, other = people(2, 7)
    places = Places(tmp_path)
    (places.home / "cache").mkdir(parents=True)
    (places.home / "cache" / "x.bin").write_bytes(b"\0" + person.member.lower().encode())
    places.add("the log", sentence(other, 1))
    assert list(_found(places, person)) == [f"home/cache/x.bin: {person.member}"]
    assert "the log: " + other.last in set(_found(places, other))


def test_a_row_that_tried_nothing_or_failed_is_not_ok() -> None:
    assert not Row("a", "b", Tried(0, 0), 0).ok
    assert not Row("a", "b", Tried(100, 1, ("x",)), 0).ok
    assert Row("a", "b", Tried(100, 1, ("x",)), 0, most=0.02).ok
    assert "FAILED" in table("command", [Row("a", "b", Tried(100, 1, ("the reason",)), 0)])


def test_the_bounds_are_those_of_the_books() -> None:
    assert abs(exact_upper(0, 300) - 3 / 300) < 0.0002
    assert exact_upper(5, 5) == exact_upper(0, 0) == 1.0
    assert 0.0 < exact_upper(1, 10_000) < exact_upper(5, 10_000) < 0.002
    assert round(exact_upper(3, 20), 3) == 0.344
    assert round(mcnemar(8, 0), 4) == 0.0078
    assert mcnemar(4, 4) == 1.0
