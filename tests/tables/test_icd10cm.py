from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from assistant.domain.errors import Misconfigured
from assistant.tables.icd10_dental import dental_diagnoses
from assistant.tables.icd10cm import Icd10cm, compile_icd10cm, is_compiled

DENTAL = sorted(dental_diagnoses().values(), key=lambda row: row.code)


def test_the_release_is_named_dated_and_complete(icd: Icd10cm) -> None:
    release = icd.release
    assert release.name == "FY2026 April 1 2026"
    assert (release.effective_from, release.effective_through) == (date(2026, 4, 1), date(2026, 9, 30))
    assert release.year_from == date(2025, 10, 1)
    assert release.complete
    assert release.codes == 74719


def test_compiling_tells_its_steps_and_replaces_the_file(tmp_path: Path) -> None:
    target = tmp_path / "new" / "list.sqlite"
    told: list[str] = []
    assert compile_icd10cm(target, told.append) == target
    assert told == ["reading the ICD-10-CM tabular list", "writing 74719 billable codes of FY2026 April 1 2026"]
    assert [path.name for path in target.parent.iterdir()] == ["list.sqlite"]
    assert is_compiled(target)


@pytest.mark.parametrize("row", DENTAL, ids=lambda row: row.code)
def test_the_dental_rows_agree_with_the_official_list(row: object, icd: Icd10cm) -> None:
    code = row.code
    own = dental_diagnoses()[code]
    found = icd.get(code)
    assert found is not None
    assert found.billable
    assert found.laterality == (own.laterality or None)
    assert tuple(char for char, _ in icd.seventh_characters(code)) == own.seventh
    assert set(own.excludes1) <= {note for _, note in icd.exclusions(code)}


@pytest.mark.parametrize(
    ("code", "standing"),
    [
        *((code, "needs_more") for code in ("K08.1", "K08.4", "K02.5", "K04.0", "K05.2", "K05.3", "K06.0", "M26.6")),
        *((code, "needs_more") for code in ("M26.60", "M26.62", "G47.3", "C06.8", "R63.3", "K02", "S03.0")),
        *((code, "needs_seventh") for code in ("S02.5", "S03.2", "S03.02", "S02.601", "T07")),
        *(
            (code, "absent")
            for code in ("K07.6", "K10.2", "S02.5XA", "S02.5XXX", "S06.1X7D", "Z99.999", "nonsense", "")
        ),
        *((code, "absent") for code in ("K02.63XA", "G47.33X", "S02.5X")),
        *(
            (code, "billable")
            for code in ("K02.63", "k0263", "S02.5XXA", "G47.33", "M26.631", "I10", "U07.1", "QA0.0101")
        ),
        *((code, "billable") for code in ("S06.1X7A", "O36.0110", "T07.XXXA", "S02.609K", "W08.XXXA")),
    ],
)
def test_standing(code: str, standing: str, icd: Icd10cm) -> None:
    assert icd.standing(code) == standing


def test_a_code_carries_its_label_parent_and_side(icd: Icd10cm) -> None:
    found = icd.get("s0302xa")
    assert found is not None
    assert found.code == "S03.02XA"
    assert found.label == "Dislocation of jaw, left side, initial encounter"
    assert (found.parent, found.laterality) == ("S03.02", "left")
    category = icd.get("K02")
    assert category is not None
    assert (category.parent, category.billable) == (None, False)


@pytest.mark.parametrize(
    ("code", "side"),
    [
        ("M26.611", "right"),
        ("M26.612", "left"),
        ("M26.613", "bilateral"),
        ("M26.619", "unspecified"),
        ("M26.69", None),
        ("S03.00XA", "unspecified"),
        ("S03.41XD", "right"),
        ("S02.670B", "unspecified"),
        ("S02.672A", "left"),
        ("S02.609A", None),
        ("Q36.0", "bilateral"),
        ("Q35.1", None),
        ("I50.1", None),
        ("K02.63", None),
        ("K07.6", None),
    ],
)
def test_laterality(code: str, side: str | None, icd: Icd10cm) -> None:
    assert icd.laterality(code) == side


@pytest.mark.parametrize(
    ("one", "other", "stands_at"),
    [
        ("G47.33", "P28.39", "G47.33"),
        ("G47.31", "R06.81", "G47.3"),
        ("G47.30", "R06.3", "G47.3"),
        ("G47.33", "E66.2", "G47.3"),
        ("K08.101", "K08.401", "K08.1"),
        ("K08.121", "K00.0", "K08.1"),
        ("K01.1", "M26.31", "K01"),
        ("Q35.1", "Q37.0", "Q35"),
        ("R68.84", "M26.621", "R68.84"),
        ("M26.59", "F45.8", "M26.5"),
        ("G47.63", "F45.8", "G47.63"),
        ("M79.11", "M79.7", "M79.1"),
        ("K12.0", "K13.0", "K12"),
        ("K13.21", "D00.00", "K13.2"),
        ("S01.512A", "S02.5XXB", "S01"),
        ("E11.9", "P70.2", "E11"),
    ],
)
def test_excludes1_bars_a_pair_from_either_side(one: str, other: str, stands_at: str, icd: Icd10cm) -> None:
    for first, second in ((one, other), (other, one)):
        found = icd.excludes1(first, second)
        assert found is not None
        assert {found.code, found.excluded} == {one, other}
        assert found.note
    first_note = icd.excludes1(one, other)
    assert first_note is not None
    assert first_note.stands_at == stands_at


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("M26.621", "S03.01XA"),
        ("K12.2", "K04.7"),
        ("S01.512A", "S02.5XXA"),
        ("K08.101", "K08.102"),
        ("G47.33", "G47.33"),
        ("K02.63", "K05.30"),
        ("K02.63", "nonsense"),
        ("G47.33", "K07.6"),
    ],
)
def test_pairs_that_may_stand_together(one: str, other: str, icd: Icd10cm) -> None:
    assert icd.excludes1(one, other) is None
    assert icd.excludes1(other, one) is None


def test_seventh_characters_belong_to_their_injury(icd: Icd10cm) -> None:
    assert "".join(char for char, _ in icd.seventh_characters("S02.5")) == "ABDGKS"
    assert "".join(char for char, _ in icd.seventh_characters("S03.2XXA")) == "ADS"
    assert "".join(char for char, _ in icd.seventh_characters("S02")) == "ABDGKS"
    assert "".join(char for char, _ in icd.seventh_characters("S06.1X7")) == "A"
    assert icd.seventh_characters("K02.63") == ()
    assert icd.seventh_characters("nonsense") == ()
    assert icd.seventh_characters("S02.5")[1].meaning == "initial encounter for open fracture"


def test_children_and_leaves(icd: Icd10cm) -> None:
    assert [each.code for each in icd.children("K02")] == ["K02.3", "K02.5", "K02.6", "K02.7", "K02.9"]
    assert [each.code for each in icd.children("S03.2")] == ["S03.2XXA", "S03.2XXD", "S03.2XXS"]
    assert [each.code for each in icd.leaves("K02.5")] == ["K02.51", "K02.52", "K02.53"]
    assert [each.code for each in icd.leaves("K02.51")] == ["K02.51"]
    assert len(icd.leaves("S02", limit=7)) == 7
    assert icd.children("K02.63") == icd.children("K07") == ()


@pytest.mark.parametrize(
    ("written", "first"),
    [
        ("K08.1", "K08.101"),
        ("S02.5", "S02.5XXA"),
        ("S02.5XA", "S02.5XXA"),
        ("K02.36", "K02.63"),
        ("KO2.63", "K02.63"),
        ("G4733X", "G47.33"),
        ("M26.62", "M26.621"),
        ("M26.6210", "M26.621"),
    ],
)
def test_near_misses(written: str, first: str, icd: Icd10cm) -> None:
    near = icd.near(written)
    assert near[0].code == first
    assert all(each.billable for each in near)
    assert len({each.code for each in near}) == len(near) <= 5


@pytest.mark.parametrize("text", ["", "K", "Q" * 5000])
def test_text_that_resembles_no_code_has_no_near_miss(text: str, icd: Icd10cm) -> None:
    assert icd.near(text) == ()


def test_code_first_is_inherited(icd: Icd10cm) -> None:
    for code, flagged in (("G47.36", True), ("E08.9", True), ("K02.63", False)):
        found = icd.get(code)
        assert found is not None
        assert found.code_first is flagged


# The bundled subset


def test_the_subset_says_that_it_is_one(seed: Icd10cm) -> None:
    assert "dental subset of 367 codes" in seed.release.name
    assert not seed.release.complete
    assert seed.get("J45.909") is None


def test_the_subset_stands_in_where_nothing_is_compiled(tmp_path: Path, compiled: Path) -> None:
    assert not Icd10cm.at(tmp_path / "none.sqlite").release.complete
    assert Icd10cm.at(compiled).release.complete


@pytest.mark.parametrize("row", DENTAL[::9], ids=lambda row: row.code)
def test_the_subset_answers_like_the_full_list(row: object, seed: Icd10cm, icd: Icd10cm) -> None:
    code = row.code
    ours, official = seed.get(code), icd.get(code)
    assert ours is not None
    assert official is not None
    assert (ours.billable, ours.parent, ours.laterality) == (True, official.parent, official.laterality)
    assert [char for char, _ in seed.seventh_characters(code)] == [char for char, _ in icd.seventh_characters(code)]
    if official.parent is not None:
        assert seed.standing(official.parent) == icd.standing(official.parent)


def test_the_subset_knows_the_pairs_that_matter(seed: Icd10cm) -> None:
    for one, other in (("G47.33", "P28.39"), ("K08.101", "K08.401"), ("S01.512A", "S02.5XXB"), ("R68.84", "M26.621")):
        assert seed.excludes1(one, other) is not None
    assert seed.excludes1("M26.621", "S03.01XA") is None
    assert seed.standing("S02.5XXD") == "billable"


# Several releases, damaged files


def test_the_release_of_the_day_answers(icd: Icd10cm, seed: Icd10cm) -> None:
    shelf = seed.beside(icd)
    assert shelf.on(date(2026, 11, 1)).release == seed.release
    assert len(shelf.releases) == 2
    assert icd.on(None) is icd
    assert icd.on(date(2030, 1, 1)) is icd


def test_a_file_that_is_no_table_is_named(tmp_path: Path) -> None:
    broken = tmp_path / "icd10cm.sqlite"
    broken.write_bytes(b"not a database, but long enough to be looked at" * 40)
    assert not is_compiled(broken)
    assert not is_compiled(tmp_path / "none.sqlite")
    with pytest.raises(Misconfigured, match=r"icd10cm\.sqlite: the table cannot be read.*claimwright setup"):
        Icd10cm(broken)


def test_a_list_of_an_earlier_release_is_compiled_anew(compiled: Path, tmp_path: Path) -> None:
    held = tmp_path / "icd10cm.sqlite"
    held.write_bytes(compiled.read_bytes())
    assert is_compiled(held)
    with closing(sqlite3.connect(held)) as connection:
        connection.execute("UPDATE meta SET value = replace(value, 'April-1-2026', 'April-1-2025')")
        connection.commit()
    assert not is_compiled(held)
