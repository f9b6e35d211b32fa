from __future__ import annotations

from datetime import date
from importlib.util import find_spec
from pathlib import Path

import pytest

from assistant.domain.errors import BadInput
from assistant.tables.icd10cm import Icd10cm
from assistant.tables.imported import Imported
from assistant.tables.importers.icd10cm_tabular import read_tabular
from assistant.tables.importers.kinds import Hints
from assistant.tables.importers.run import import_table

TABULAR = """<?xml version="1.0" encoding="utf-8"?>
<ICD10CM.tabular>
  <version>2027</version>
  <chapter><name>11</name><desc>Chapter (K00-K95)</desc>
    <excludes1><note>something of the newborn (P00-P96)</note></excludes1>
    <section id="K00-K14"><desc>Mouth</desc>
      <diag><name>K02</name><desc>Caries</desc>
        <excludes1><note>worn teeth (K03.0)</note></excludes1>
        <diag><name>K02.3</name><desc>Arrested</desc></diag>
        <diag><name>K02.9</name><desc>Unspecified</desc></diag>
      </diag>
    </section>
  </chapter>
  <chapter><name>19</name><desc>Injury (S00-T88)</desc>
    <section id="S00-S09"><desc>Head</desc>
      <diag><name>S06</name><desc>Inside the skull</desc>
        <sevenChrNote><note>each code</note></sevenChrNote>
        <sevenChrDef><extension char="A">first</extension><extension char="S">late</extension></sevenChrDef>
        <notes><note>
          7th characters S and D do not apply to codes in category S06 with 6th character 7 - one, or 8 - two
        </note></notes>
        <diag><name>S06.0X</name><desc>Shaken</desc>
          <diag><name>S06.0X1</name><desc>Shaken, right</desc></diag>
          <diag><name>S06.0X2</name><desc>Shaken, left</desc></diag>
          <diag><name>S06.0X7</name><desc>Shaken, seven</desc></diag>
        </diag>
      </diag>
    </section>
  </chapter>
</ICD10CM.tabular>
"""


def order_line(number: int, code: str, billable: bool, short: str, long: str) -> str:
    return f"{number:05d} {code:<7} {int(billable)} {short:<60} {long}"


def _bundled() -> Path:
    spec = find_spec("simple_icd_10_cm")
    assert spec is not None
    assert spec.submodule_search_locations
    return Path(spec.submodule_search_locations[0]) / "data"


def test_the_bundled_list_makes_exactly_the_official_codes() -> None:
    """The package ships, beside the XML, a list of all codes that was made independently of our reading."""
    [xml], [listed] = _bundled().glob("*.xml"), _bundled().glob("*.txt")
    listing, version = read_tabular(xml.read_bytes(), where=xml.name)
    characters: dict[str, list[str]] = {}
    for owner, character, _ in listing.sevenths:
        characters.setdefault(owner, []).append(character)
    made = {
        node.code.ljust(6, "X") + character
        for node in listing.nodes
        if node.leaf and node.seventh_owner
        for character in characters[node.seventh_owner]
    } - {code for _, code in listing.unlisted}
    nodes = {node.code for node in listing.nodes if not node.code.startswith(("chapter", "section"))}
    official = {code for code in listed.read_text().split() if "-" not in code and not code.isdigit()}
    assert nodes | made == official
    assert listing.count() == len({n.code for n in listing.nodes if n.leaf and not n.seventh_owner}) + len(made)
    assert version == 2026


def _tabular(folder: Path, text: str = TABULAR, name: str = "icd10cm_tabular_2027.xml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_newer_tabular_list_answers_for_its_year(tmp_path: Path) -> None:
    report = import_table("icd10cm-tabular", _tabular(tmp_path), tmp_path / "tables")
    assert report.release.name == "FY2027"
    assert (report.accepted, report.rejected) == (7, 0)
    assert report.written.endswith("icd10cm-2027.sqlite")
    shelf = Imported(tmp_path / "tables").icd10cm(Icd10cm.seed())
    assert [release.origin for release in shelf.releases] == ["shipped", "imported"]
    newer = shelf.on(date(2026, 11, 12))
    assert newer.release.effective_from == date(2026, 10, 1)
    assert shelf.on(date(2026, 9, 30)).release.name.startswith("FY2026")
    assert newer.standing("K02.3") == "billable"
    assert newer.standing("K02.63") == "absent"
    assert newer.standing("S06.0X1A") == "billable"
    assert newer.laterality("S06.0X2S") == "left"
    assert newer.standing("S06.0X7A") == "billable"
    assert newer.standing("S06.0X7S") == "absent"
    chapter = newer.excludes1("K02.9", "P22.0")
    assert chapter is not None
    assert chapter.stands_at == "chapter 11"
    assert newer.excludes1("K03.0", "K02.3") is not None


def test_an_april_update_is_told_by_its_name(tmp_path: Path) -> None:
    path = _tabular(tmp_path, name="icd10c-tabular-April-1-2027.xml")
    release = import_table("icd10cm-tabular", path, tmp_path, dry_run=True).release
    assert (release.name, release.effective_from) == ("FY2027 April 1 2027", date(2027, 4, 1))
    assert release.year_from == date(2026, 10, 1)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("<html></html>", "not an ICD-10-CM tabular list"),
        ("<ICD10CM.tabular><version>2027</version>", "not readable as XML"),
        ("<ICD10CM.tabular><version>2027</version></ICD10CM.tabular>", "holds no codes"),
        ("<ICD10CM.tabular><version>new</version></ICD10CM.tabular>", "not an ICD-10-CM tabular list"),
        ('<!DOCTYPE x [<!ENTITY a "aaaa">]><ICD10CM.tabular>&a;</ICD10CM.tabular>', "declares entities"),
    ],
)
def test_other_xml_is_refused_and_nothing_written(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(BadInput, match=says):
        import_table("icd10cm-tabular", _tabular(tmp_path, text), tmp_path / "tables")
    assert not (tmp_path / "tables").exists()


ORDER = (
    order_line(1, "K02", False, "Dental caries", "Dental caries"),
    order_line(2, "K026", False, "Smooth surface", "Dental caries on smooth surface"),
    order_line(3, "K0263", True, "Into pulp", "Dental caries on smooth surface into pulp"),
    order_line(4, "S025XXA", True, "Broken tooth", "Broken tooth, first visit"),
    order_line(5, "M26611", True, "Adhesion, right", "Adhesion of right joint"),
    order_line(6, "M26612", True, "Adhesion, left", "Adhesion of left joint"),
)


def test_the_order_file_gives_codes_labels_and_sides(tmp_path: Path) -> None:
    path = tmp_path / "icd10cm-order-2027.txt"
    path.write_text("\n".join(ORDER) + "\n")
    report = import_table("icd10cm-order", path, tmp_path / "tables")
    assert report.release.name == "FY2027 (codes and labels only)"
    assert report.examples[0] == "K02 Dental caries"
    view = Icd10cm(Path(report.written))
    found = view.get("K02.63")
    assert found is not None
    assert (found.label, found.billable, found.parent) == ("Dental caries on smooth surface into pulp", True, "K02.6")
    assert view.standing("K02.6") == "needs_more"
    assert view.standing("S02.5XXA") == "billable"
    assert (view.laterality("M26.611"), view.laterality("M26.612")) == ("right", "left")


def test_the_year_of_an_order_file_can_be_said(tmp_path: Path) -> None:
    path = tmp_path / "order.txt"
    path.write_text("\n".join(ORDER) + "\n")
    with pytest.raises(BadInput, match="fiscal year of the file is not known"):
        import_table("icd10cm-order", path, tmp_path, dry_run=True)
    hints = Hints(effective_from=date(2026, 10, 1), release="FY2027 draft")
    release = import_table("icd10cm-order", path, tmp_path, dry_run=True, hints=hints).release
    assert (release.name, release.effective_through) == ("FY2027 draft", date(2027, 9, 30))


@pytest.mark.parametrize(
    ("name", "start"),
    [("icd10cm-order-2027.txt", date(2026, 10, 1)), ("icd10cm-order-April-2027.txt", date(2027, 4, 1))],
)
def test_an_order_file_of_april(tmp_path: Path, name: str, start: date) -> None:
    path = tmp_path / name
    path.write_text("\n".join(ORDER) + "\n")
    release = import_table("icd10cm-order", path, tmp_path, dry_run=True).release
    assert release.effective_from == start
    assert ("April 1 2027" in release.name) == (start.month == 4)


def test_another_text_is_not_taken_for_an_order_file(tmp_path: Path) -> None:
    path = tmp_path / "icd10cm-order-2027.txt"
    path.write_text("\n".join([*ORDER, "K02.63 Caries", "some other line"]))
    with pytest.raises(BadInput, match=r"2 of 8 rows fail, the first at line 7"):
        import_table("icd10cm-order", path, tmp_path / "tables")
    assert not (tmp_path / "tables").exists()
