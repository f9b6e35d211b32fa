from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from assistant.domain.errors import BadInput, NotFound
from assistant.domain.policy import GENERAL
from assistant.retrieval.library import Library

TODAY = date(2026, 11, 22)
Open = Callable[..., Library]


def write(path: Path, body: str, **front: str) -> Path:
    lines = "".join(f"{key}: {value}\n" for key, value in front.items())
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"---\n{lines}---\n{body}", encoding="utf-8")
    return path


def test_a_named_payer_excludes_every_other_payer(library: Library) -> None:
    hits = library.search("crown replacement months", k=20, on=date(2026, 3, 1), payer="Northlake Dental")
    assert {hit.passage.payer for hit in hits} == {"Northlake Dental", GENERAL}
    assert "60 months" in hits[0].passage.text


def test_payers_never_mix_whatever_is_asked(library: Library) -> None:
    for text in ("Copperline crown 120 months", "crown", "D2740", "replacement seat date months tooth"):
        for payer in ("Northlake Dental", "Copperline Dental", "nobody at all", GENERAL):
            found = library.find(text, k=50, on=date(2026, 3, 1), payer=payer)
            assert {hit.passage.payer for hit in found.hits} <= {payer, GENERAL}


def test_a_payer_named_in_the_text_is_a_filter(library: Library) -> None:
    found = library.find("how often does copperline replace a crown", k=9, on=date(2026, 3, 1))
    assert found.payer == "Copperline Dental"
    assert {hit.passage.payer for hit in found.hits} == {"Copperline Dental", GENERAL}


def test_without_a_payer_only_general_guides_and_whom_to_ask_about(library: Library) -> None:
    found = library.find("crown replacement", k=9, on=date(2026, 3, 1))
    assert {hit.passage.payer for hit in found.hits} == {GENERAL}
    assert set(found.elsewhere) == {"Copperline Dental", "Northlake Dental"}
    assert "no payer was named" in found.notes[0]


def test_two_payers_in_the_text_are_not_searched_together(library: Library) -> None:
    found = library.find("crown: northlake dental or copperline dental?", k=9, on=date(2026, 3, 1))
    assert {hit.passage.payer for hit in found.hits} == {GENERAL}


def test_a_payer_without_documents_is_said_so(library: Library) -> None:
    found = library.find("crown", k=3, on=TODAY, payer="Guardian Angel Dental")
    assert found.payer_known is False
    assert "nothing is held for Guardian Angel Dental" in found.notes[0]
    assert {hit.passage.payer for hit in found.hits} == {GENERAL}
    assert not found.sufficiency.supported


@pytest.mark.parametrize(
    ("on", "document"),
    [
        (date(2023, 12, 31), None),
        (date(2024, 1, 1), "northlake-crowns-2024"),
        (date(2025, 12, 31), "northlake-crowns-2024"),
        (date(2026, 1, 1), "northlake-crowns-2026"),
        (TODAY, "northlake-crowns-2026"),
    ],
)
def test_the_version_in_force_on_the_day_answers(library: Library, on: date, document: str | None) -> None:
    hits = library.search("crown replacement months", k=20, on=on, payer="Northlake Dental")
    own = {hit.passage.document for hit in hits if hit.passage.payer != GENERAL}
    assert own == ({document} if document else set())


def test_a_day_before_the_first_version_is_said(library: Library) -> None:
    found = library.find("crown replacement months", k=5, on=date(2023, 6, 1), payer="Northlake Dental")
    assert found.not_yet.startswith("no version of Northlake Dental in force before 2024-01-01; the earliest is")
    assert "northlake-crowns-2024" in found.not_yet
    assert found.not_yet in found.notes
    assert (found.sufficiency.supported, found.sufficiency.reason) == (False, found.not_yet)
    assert library.find("crown", k=5, on=date(2024, 1, 1), payer="Northlake Dental").not_yet == ""


def test_a_subject_without_a_version_yet_is_said(library: Library, tmp_path: Path) -> None:
    body = "# Night guards\n\nA night guard D9944 is paid once per 60 months for bruxism with wear facets.\n"
    file = write(tmp_path / "guards.md", body, payer="Northlake Dental", effective_from="2026-05-01", series="guards")
    library.add([file])
    found = library.find("night guard D9944 bruxism", k=5, on=date(2026, 3, 1), payer="Northlake Dental")
    assert "Night guards: no version in force before 2026-05-01" in found.not_yet
    assert all("Night guards" not in hit.passage.title for hit in found.hits)
    assert library.find("night guard D9944 bruxism", k=5, on=TODAY, payer="Northlake Dental").not_yet == ""


def test_a_stated_last_day_ends_a_document(library: Library) -> None:
    last = date(2026, 6, 30)
    assert library.in_force("Copperline Dental", last)
    assert not library.in_force("copperline", last + timedelta(days=1))


def test_the_last_day_of_a_superseded_version_comes_from_its_successor(library: Library) -> None:
    versions = {document.id: document for document in library.documents()}
    assert versions["northlake-crowns-2024"].effective_through == date(2025, 12, 31)
    assert versions["northlake-crowns-2026"].effective_through is None
    passage = library.passages_of("northlake-crowns-2024")[0]
    assert passage.effective_through == date(2025, 12, 31)


def test_passages_are_verbatim_ordered_and_found_by_key(library: Library, documents: Path) -> None:
    source = (documents / "northlake-crowns-2026.md").read_text(encoding="utf-8")
    passages = library.passages_of("northlake-crowns-2026")
    assert [passage.ordinal for passage in passages] == list(range(len(passages)))
    for passage in passages:
        assert passage.text in source
        assert library.passage(passage.key) == passage
    assert library.passage("northlake-crowns-2026#00000000") is None
    assert library.passages_of("northlake-crowns") == ()


@pytest.mark.parametrize("spelling", ["D4342", "d4342", "D 4342", "K05.321", "k05321", "4341 quadrant"])
def test_a_code_finds_its_passage_in_every_spelling(library: Library, spelling: str) -> None:
    hits = library.search(spelling, k=1, on=TODAY, payer="Northlake Dental")
    assert "D4341-D4342" in hits[0].passage.text


def test_neighbours_come_with_a_hit(library: Library) -> None:
    hit = library.search("core build-up with the crown only", k=1, on=TODAY, payer="Northlake Dental")[0]
    assert "D2950" in hit.passage.text
    assert "once in 60 months per tooth, counted" in hit.context
    assert "Scaling and root planing" in hit.context
    assert hit.passage.text not in hit.context


def test_a_plan_that_is_named_keeps_its_own_and_general_documents(library: Library, tmp_path: Path) -> None:
    other = write(
        tmp_path / "gold.md",
        "# Gold\nA crown is replaced once in 36 months.\n",
        payer="Northlake Dental",
        plan="Gold",
        effective_from="2026-01-01",
    )
    library.add([other])
    plans = {
        hit.passage.plan
        for hit in library.search("crown replaced", k=20, on=TODAY, payer="Northlake Dental", plan="gold")
    }
    assert plans == {"Gold", None}
    unknown = library.find("crown replaced", k=20, on=TODAY, payer="Northlake Dental", plan="Silver")
    assert {hit.passage.plan for hit in unknown.hits} == {"Gold", "PPO 1500", None}
    assert "Silver" in unknown.notes[0]


def test_near_duplicates_collapse_unless_a_number_differs(library: Library, tmp_path: Path) -> None:
    body = "# Night guards\nA night guard is paid once in {} months when grinding of the teeth is charted{}\n"
    for name, months, end in (("one", 36, "."), ("two", 36, " well."), ("three", 24, ".")):
        write(tmp_path / f"{name}.md", body.format(months, end), payer="Metro PPO", effective_from="2026-01-01")
    library.add([tmp_path / f"{name}.md" for name in ("one", "two", "three")])
    hits = library.search("night guard months", k=9, on=TODAY, payer="Metro PPO")
    guards = [hit for hit in hits if "night guard" in hit.passage.text]
    assert sorted(("36" in hit.passage.text, hit.signals.get("duplicates", 0)) for hit in guards) == [
        (False, 0),
        (True, 1),
    ]


def test_an_unchanged_file_is_skipped_and_nothing_is_embedded(library: Library, documents: Path) -> None:
    before = library.embedder.embedded
    report = library.add([documents])
    assert {taken.change for taken in report.accepted} == {"unchanged"}
    assert library.embedder.embedded == before
    assert report.generation.startswith("000001-")


def test_a_changed_file_keeps_the_keys_of_what_stayed(library: Library, tmp_path: Path) -> None:
    path = write(
        tmp_path / "m.md", "# A\n## One\nFirst.\n## Two\nSecond.\n", payer="Metro PPO", effective_from="2026-01-01"
    )
    library.add([path])
    document = "metro-ppo-m-2026-01-01"
    before = [passage.key for passage in library.passages_of(document)]
    path.write_text(path.read_text().replace("Second.", "Second, changed."))
    embedded = library.embedder.embedded
    assert library.add([path]).accepted[0].change == "replaced"
    after = [passage.key for passage in library.passages_of(document)]
    assert after[0] == before[0]
    assert after[1] != before[1]
    assert library.passage(before[1]) is None
    assert library.embedder.embedded == embedded + 1


def test_a_later_version_of_the_same_file_supersedes_it(library: Library, tmp_path: Path) -> None:
    for folder, day, months in (("old", "2025-01-01", 12), ("new", "2026-02-01", 18)):
        write(
            tmp_path / folder / "guards.md",
            f"# Guards\nOnce in {months} months.\n",
            payer="Metro PPO",
            effective_from=day,
        )
        library.add([tmp_path / folder / "guards.md"])
    texts = [
        library.search("guards once in months", k=1, on=on, payer="Metro PPO")[0].passage.text
        for on in (date(2026, 1, 31), date(2026, 2, 1))
    ]
    assert texts == ["Once in 12 months.", "Once in 18 months."]


def test_another_file_for_the_same_version_is_refused(library: Library, tmp_path: Path) -> None:
    for folder in ("a", "b"):
        write(tmp_path / folder / "x.md", f"# X\n{folder} text.\n", payer="Metro PPO", effective_from="2026-01-01")
    report = library.add([tmp_path / "a" / "x.md", tmp_path / "b" / "x.md"])
    assert len(report.accepted) == 1
    assert "already held from" in report.rejected[0].reason


def test_overlapping_versions_are_flagged(library: Library, tmp_path: Path) -> None:
    twin = write(
        tmp_path / "t.md",
        "# Crowns\nText.\n",
        payer="Northlake Dental",
        series="northlake-crowns",
        effective_from="2026-01-01",
        id="twin",
    )
    warnings = library.add([twin]).accepted[0].warnings
    assert any("both in force on 2026-01-01" in warning for warning in warnings)


def test_removal_removes_everywhere(library: Library, open_library: Open) -> None:
    key = library.passages_of("northlake-crowns-2026")[0].key
    library.remove("northlake-crowns-2026")
    for view in (library, open_library()):
        assert view.passage(key) is None
        assert view.passages_of("northlake-crowns-2026") == ()
        hits = view.search("D4341 pockets", k=50, on=TODAY, payer="Northlake Dental")
        assert all(hit.passage.document != "northlake-crowns-2026" for hit in hits)
        assert view.verify().ok
    assert (
        library.search("crown", k=5, on=TODAY, payer="Northlake Dental")[0].passage.document == "northlake-crowns-2024"
    )


def test_what_is_not_held_cannot_be_removed(library: Library, open_library: Open, tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="northlake-crowns-2024"):
        library.remove("nothing")
    with pytest.raises(NotFound, match="you have added none"):
        open_library(at=tmp_path / "empty").remove("nothing")
    assert not (tmp_path / "empty").exists()


def test_files_are_judged_one_by_one(open_library: Open, tmp_path: Path) -> None:
    good = write(tmp_path / "good.md", "# Good\nText.\n", payer="Metro PPO", effective_from="2026-01-01")
    cases = {
        "no-payer.md": ("---\neffective_from: 2026-01-01\n---\n# T\nText.\n", "does not say payer"),
        "no-date.md": ("---\npayer: Metro PPO\n---\n# T\nText.\n", "does not say effective_from"),
        "bad-date.md": ("---\npayer: Metro PPO\neffective_from: 3/4/2026\n---\n# T\nText.\n", "not a date"),
        "open.md": ("---\npayer: Metro PPO\n# T\nText.\n", "not closed"),
        "bad-kind.md": ("---\npayer: M\neffective_from: 2026-01-01\nkind: rumour\n---\n# T\nText.\n", "kind"),
        "empty.md": ("", "the file is empty"),
        "only-heading.md": ("---\npayer: M\neffective_from: 2026-01-01\n---\n# T\n", "no text to index"),
        "picture.md": ("%PDF-1.7 ...", "PDF is damaged"),
        "strange.xyz": ("text", "no reader"),
    }
    for name, (content, _) in cases.items():
        (tmp_path / name).write_text(content)
    paths = [good, tmp_path / "missing.md", *(tmp_path / name for name in cases)]
    report = open_library().add(paths)
    assert [taken.path for taken in report.accepted] == [str(good)]
    reasons = {Path(refused.path).name: refused.reason for refused in report.rejected}
    assert "no such file" in reasons.pop("missing.md")
    for name, (_, expected) in cases.items():
        assert expected in reasons[name]


def test_options_stand_above_the_file(open_library: Open, tmp_path: Path) -> None:
    plain = tmp_path / "manual.txt"
    plain.write_text("A sealant is paid once per tooth in 36 months.")
    library = open_library()
    overrides: dict[str, Any] = {"payer": "Example Dental", "effective_from": date(2026, 1, 1), "title": "Sealants"}
    taken = library.add([plain], overrides).accepted[0]
    assert (taken.title, taken.payer, taken.coverage) == ("Sealants", "Example Dental", 1.0)


def test_a_sidecar_corrects_a_file(open_library: Open, tmp_path: Path) -> None:
    path = write(tmp_path / "m.md", "# M\nText.\n", payer="Metro PPO", effective_from="2020-01-01")
    (tmp_path / "m.md.yaml").write_text("effective_from: 2026-01-01\n")
    assert open_library().add([path]).accepted[0].effective_from == date(2026, 1, 1)


def test_a_dry_run_stores_nothing(open_library: Open, documents: Path) -> None:
    library = open_library()
    report = library.add([documents], dry_run=True)
    assert report.dry_run
    assert len(report.accepted) == 4
    assert library.documents() == ()


def test_practices_do_not_see_each_other(library: Library, open_library: Open) -> None:
    assert open_library("another").documents() == ()
    assert open_library("another").find("crown", k=5, on=TODAY, payer="Northlake Dental").hits == ()


@pytest.mark.parametrize(("text", "k"), [("", 3), ("   ", 3), ("crown", 0)])
def test_a_search_for_nothing_is_refused(library: Library, text: str, k: int) -> None:
    with pytest.raises(BadInput):
        library.find(text, k=k, on=TODAY)


def test_an_empty_library_finds_nothing_and_says_so(open_library: Open) -> None:
    found = open_library().find("crown", k=3, on=TODAY)
    assert found.hits == ()
    assert found.searched == 0
    assert found.sufficiency.reason == "nothing in force was found"


def test_scores_are_explained(library: Library) -> None:
    found = library.find("crown replacement", k=3, on=TODAY, payer="Northlake Dental")
    assert found.dense_by == "exact"
    assert set(found.hits[0].signals) == {"dense", "lexical", "boost", "answer"}
    assert set(found.milliseconds) == {"embed", "dense", "lexical", "fuse", "total"}


def test_page_heading_and_row_survive_into_the_passage(open_library: Open, tmp_path: Path) -> None:
    import importlib.util

    spec = importlib.util.spec_from_file_location("make_documents", Path(__file__).parents[1] / "make_documents.py")
    assert spec
    assert spec.loader
    make = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(make)
    path = tmp_path / "manual.pdf"
    path.write_bytes(make.pdf())
    library = open_library()
    taken = library.add([path], {"payer": "Example Dental", "effective_from": date(2026, 1, 1)}).accepted[0]
    assert taken.coverage is not None
    assert taken.coverage > 0.98
    hit = library.search("D2170 filling surface months", k=1, on=TODAY, payer="Example Dental")[0]
    assert "D2170 | Filling number 30 | once per surface in 42 months" in hit.passage.text
    assert hit.passage.text.startswith("Code | What | Limit\n")
    assert (hit.passage.page, hit.passage.section, hit.passage.title) == (2, "2. Fillings", "Example Dental manual")


def test_the_question_is_shown_as_it_was_understood(library: Library) -> None:
    found = library.find("Maria Delgado #19 SRP denied co 97, northlake dental", k=3, on=TODAY)
    assert found.payer == "Northlake Dental"
    assert "scaling and root planing" in found.understood
    assert "denial: " in found.understood
    assert "Delgado" not in found.understood
