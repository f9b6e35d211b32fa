"""The short table; ``make reliability`` writes the whole one."""

from __future__ import annotations

from pathlib import Path

from evals.bounds import exact_upper, mcnemar
from evals.reliability.__main__ import rows, tried
from evals.reliability.canary import Places, _found
from evals.reliability.people import people, sentence
from evals.reliability.plans import FULL, SHORT, Plan, plans, scaled
from evals.reliability.row import Row, Rows, Tried, table


def test_what_must_never_happen_does_not_in_a_short_round() -> None:
    done = list(rows(SHORT))
    assert {row.area for row in done} == {"audit", "deliveries", "durability", "hostile files"}
    assert len(done) == 9
    assert [(row.what, row.tried.failed) for row in done if not row.ok] == []
    text = table(done)
    assert all(row.what in text for row in done)


def test_the_whole_table_tries_every_area() -> None:
    wanted = list(plans(FULL, Path("nowhere")))
    assert {each.area for each in wanted} >= {
        *("audit", "deliveries", "durability", "hostile files", "privacy", "tenancy", "injection", "model faults"),
        "planted errors",
    }
    assert len({each.what for each in wanted}) == len({each.name for each in wanted}) == len(wanted)
    small = {each.name: each.size for each in plans(scaled(FULL, 0.01, 3), Path("nowhere"))}
    assert small.keys() == {each.name for each in wanted}
    assert (small["835"], small["kill-plain"], small["kill-chroma"]) == (200, 2, 1)
    assert (small["suite-faults"], small["bombs"]) == (3, None)


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
    assert "FAILED" in table([Row("a", "b", Tried(100, 1, ("the reason",)), 0)])


def test_the_bounds_are_those_of_the_books() -> None:
    assert abs(exact_upper(0, 300) - 3 / 300) < 0.0002
    assert exact_upper(5, 5) == exact_upper(0, 0) == 1.0
    assert 0.0 < exact_upper(1, 10_000) < exact_upper(5, 10_000) < 0.002
    assert round(exact_upper(3, 20), 3) == 0.344
    assert round(mcnemar(8, 0), 4) == 0.0078
    assert mcnemar(4, 4) == 1.0


def test_a_row_is_tried_once_at_a_commit(tmp_path: Path) -> None:
    kept = Rows(tmp_path / "table.jsonl")
    size = SHORT._replace(tampered=3, deliveries=0, writers=0, records=0, texts=0, bytes=0)
    (first,) = rows(size, kept=kept, commit="aaa")
    assert (first.name, first.tried.tries, first.commit) == ("audit", 3, "aaa")
    assert list(rows(size, kept=kept, commit="aaa")) == [first]
    assert list(rows(size._replace(tampered=2), ("audit",), kept=kept, commit="aaa")) == [first]  # as much and more
    assert list(rows(size, ("durability",), kept=kept, commit="aaa")) == []
    (larger,) = rows(size._replace(tampered=4), kept=kept, commit="aaa")
    (later,) = rows(size, kept=kept, commit="bbb")
    assert (larger.tried.tries, later.commit) == (4, "bbb")
    assert kept.all(["audit", "slack"]) == [later]
    assert "| audit | bbb |" in table(kept.all(["audit"]))


def test_what_differs_from_its_commit_or_tried_nothing_stands_for_nothing() -> None:
    done = Row("a", "b", Tried(5, 0), 1.0, name="c", size=5, commit="aaa")
    assert done.stands_for(5, "aaa")
    assert not done.stands_for(None, "aaa")
    assert not done.stands_for(5, "bbb")
    assert not Row("a", "b", Tried(5, 0), 1.0, name="c", size=5, commit="aaa+").stands_for(5, "aaa+")
    assert not Row("a", "b", Tried(0, 0), 1.0, name="c", size=5, commit="aaa").stands_for(5, "aaa")
    assert Row("a", "b", Tried(5, 0), 1.0, name="c", size=None, commit="aaa").stands_for(5, "aaa")


def test_rows_are_forgotten_by_name_or_area_and_a_cut_line_is_none(tmp_path: Path) -> None:
    kept = Rows(tmp_path / "table.jsonl")
    for area, name in (("a", "one"), ("a", "two"), ("b", "three")):
        kept.add(Row(area, name, Tried(1, 1, ("why",)), 1.0, name=name))
    with (tmp_path / "table.jsonl").open("a", encoding="utf-8") as stream:
        stream.write('{"area": "b", "na')
    kept.forget(["one", "b"])
    assert [row.name for row in kept.all(["three", "two", "one"])] == ["two"]
    assert kept.all(["two"])[0].tried.failed == ("why",)
    kept.forget([])
    assert kept.all(["two"]) == []


def test_a_row_that_cannot_be_tried_says_why() -> None:
    def broken() -> Tried:
        raise RuntimeError("no room")

    row = tried(Plan("x", 1, "area", "what", broken), "aaa")
    assert not row.ok
    assert row.tried.failed == ("not tried: RuntimeError: no room",)
