"""search, corpus and setup as a person runs them, on a small corpus and an embedder without a model."""

from __future__ import annotations

import importlib.util
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from api.cli.main import run
from assistant.embedding.load import DEFAULT_MODEL_ID
from assistant.retrieval import setup, shipped
from assistant.retrieval.lock import writer_lock

RETRIEVAL = Path(__file__).parents[2] / "retrieval"
NOTE = """---
payer: Example Dental
effective_from: 2026-01-01
---
# Crowns
A crown is replaced once in 84 months per tooth.
"""

Call = Callable[..., tuple[int, str, str]]


@pytest.fixture
def call(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Call:
    """Runs a command in a home and a cache of its own; gives exit code, stdout and stderr."""
    spec = importlib.util.spec_from_file_location("fake_embedder", RETRIEVAL / "fake_embedder.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    embedder = module.FakeEmbedder(DEFAULT_MODEL_ID)
    folder = tmp_path / "corpus" / "policies"
    folder.mkdir(parents=True)
    for path in (RETRIEVAL / "documents").iterdir():
        (folder / path.name).write_bytes(path.read_bytes())
    monkeypatch.setattr(shipped, "files", lambda _package: tmp_path / "corpus")
    monkeypatch.setattr("assistant.embedding.load.load_embedder", lambda _cache, _model: embedder)
    monkeypatch.setattr(setup, "load_embedder", lambda _cache, _model: embedder)
    monkeypatch.setattr(setup, "_export", lambda _cache, _tell: False)
    monkeypatch.setattr(setup, "_compile_codes", lambda _cache, _tell: False)
    monkeypatch.setenv("CLAIMWRIGHT_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("CLAIMWRIGHT_CACHE", str(tmp_path / "cache"))

    def called(*words: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["claimwright", *words])
        with pytest.raises(SystemExit) as end:
            run()
        printed = capsys.readouterr()
        assert "Traceback" not in printed.err
        return int(end.value.code or 0), printed.out, printed.err

    return called


@pytest.fixture
def note(tmp_path: Path) -> Path:
    path = tmp_path / "note.md"
    path.write_text(NOTE)
    return path


def test_the_first_search_builds_the_index_and_says_so(call: Call) -> None:
    code, out, err = call("search", "crown seated", "-k", "1", "--as-of", "2026-03-01", "--json")
    assert code == 0
    assert "first use: building the shared index" in err
    hit = json.loads(out)["passages"][0]
    assert hit["payer"] == "General"
    assert {"key", "document", "title", "section", "page", "text", "score", "payer", "effective_from"} <= set(hit)
    assert {"effective_through", "context", "source", "provenance", "kind", "plan"} <= set(hit)
    _, _, err = call("search", "crown seated", "-k", "1", "--json")
    assert err == ""


def test_setup_twice(call: Call) -> None:
    code, out, err = call("setup")
    assert code == 0
    assert "built shipped corpus; 4 documents, 8 passages" in out
    assert "indexing the shipped corpus: 4 of 4 documents" in err
    code, out, err = call("setup", "--json")
    assert (code, err, json.loads(out)["built"]) == (0, "", [])


def test_add_search_list_verify_remove(call: Call, note: Path) -> None:
    code, out, _ = call("corpus", "add", str(note), "--json")
    taken = json.loads(out)["accepted"][0]
    assert (code, taken["change"], taken["payer"], taken["passages"]) == (0, "added", "Example Dental", 1)
    code, out, _ = call("search", "crown replacement 84 months", "--payer", "Example Dental", "-k", "1", "--json")
    assert code == 0
    assert "84 months" in json.loads(out)["passages"][0]["text"]
    assert json.loads(out)["passages"][0]["payer"] == "Example Dental"
    code, out, _ = call("corpus", "list", "--json")
    assert "Example Dental" in {document["payer"] for document in json.loads(out)["documents"]}
    code, out, _ = call("corpus", "verify", "--json")
    assert (code, json.loads(out)["ok"]) == (0, True)
    code, out, _ = call("corpus", "rebuild", "--json")
    assert (code, json.loads(out)["generation"][:6]) == (0, "000002")
    code, out, _ = call("corpus", "remove", taken["document"])
    assert (code, out) == (0, f"removed {taken['document']}\n")
    code, out, _ = call("search", "crown", "--payer", "Example Dental", "--json")
    assert all(hit["payer"] == "General" for hit in json.loads(out)["passages"])


def test_what_people_read(call: Call, note: Path) -> None:
    _, out, _ = call("corpus", "add", str(note))
    assert out.splitlines() == [
        "added: example-dental-note-2026-01-01  (Example Dental, from 2026-01-01, 1 passage, 100% of the text)",
        "   Crowns; policy, series example-dental-note",
    ]
    _, out, _ = call("search", "crown replaced", "--payer", "example dental", "-k", "1", "--explain")
    assert "1. Crowns" in out
    assert "Example Dental, in force from 2026-01-01  [example-dental-note-2026-01-01#" in out
    assert "score" in out
    assert "meaning by exact" in out
    _, out, _ = call("corpus", "list")
    assert "Northlake Dental: Northlake Dental crowns" in out
    assert "northlake-crowns-2024  2024-01-01 to 2025-12-31, plan PPO 1500  policy, user" in out
    _, out, _ = call("corpus", "verify")
    assert out == "1 documents, 1 passages: ledger and index agree\n"


def test_no_payer_no_mixture(call: Call) -> None:
    _, out, err = call("search", "crown replacement", "-k", "5")
    assert "Northlake" not in out
    assert "Name one with --payer" in err
    _, out, _ = call("search", "crown replacement", "-k", "5", "--json")
    assert json.loads(out)["elsewhere"] == ["Northlake Dental"]


def test_an_unknown_payer_is_said_and_close_names_offered(call: Call) -> None:
    code, _, err = call("search", "crown", "--payer", "Northlak Dentel")
    assert code == 0
    assert "nothing is held for Northlak Dentel" in err
    assert "Northlake Dental" in err


def test_nothing_found_is_exit_3(call: Call, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    code, out, err = call("search", "crown", "--as-of", "2001-01-01", "--json")
    assert (code, json.loads(out)["passages"]) == (3, [])
    assert "Nothing in force on 2001-01-01 was found in general guides (0 passages)" in err


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("search", "crown", "--as-of", "03/04/2026"), "--as-of: '03/04/2026' is not a date"),
        (("search", " "), "nothing to search for"),
        (("search", "crown", "-k", "0"), "at least 1"),
        (("corpus", "add", "missing.md"), "no such file"),
        (("corpus", "add", "."), "holds no readable document"),
        (("corpus", "remove", "nothing"), "you have added none"),
        (("corpus", "add", "x.md", "--effective", "soon"), "not a date"),
    ],
)
def test_bad_input_is_exit_2_and_one_message(
    call: Call, words: tuple[str, ...], message: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path / "empty")
    code, out, err = call(*words)
    assert (code, out) == (2, "")
    assert message in err


def test_options_and_a_dry_run(call: Call, tmp_path: Path) -> None:
    plain = tmp_path / "plain.txt"
    plain.write_text("A sealant is paid once.")
    options = ("--payer", "Example Dental", "--effective", "2026-01-01", "--title", "Sealants", "--plan", "Gold")
    code, out, _ = call("corpus", "add", str(plain), *options, "--dry-run", "--json")
    assert code == 0
    assert json.loads(out)["dry_run"] is True
    _, out, _ = call("corpus", "list", "--json")
    assert "Example Dental" not in out
    call("corpus", "add", str(plain), *options)
    _, out, _ = call("corpus", "list", "--json")
    added = next(row for row in json.loads(out)["documents"] if row["payer"] == "Example Dental")
    assert (added["title"], added["plan"]) == ("Sealants", "Gold")


def test_what_a_document_states_and_what_changed(call: Call) -> None:
    code, out, _ = call("corpus", "criteria", "northlake-crowns-2026", "--json")
    stated = json.loads(out)
    assert code == 0
    assert any("Bone loss" in child["text"] for group in stated["criteria"] for child in group["children"])
    assert any("D2740" in limit["codes"] for limit in stated["limits"])
    _, out, _ = call("corpus", "criteria", "northlake-crowns-2026")
    assert "- 2. Bone loss shows on dated radiographs." in out or "- Bone loss shows on dated radiographs." in out
    code, out, _ = call("corpus", "diff", "northlake-crowns-2024", "northlake-crowns-2026", "--json")
    changed = json.loads(out)
    assert code == 0
    assert "D4341" in changed["codes_added"]
    assert any("84 months" in limit["old"] and "60 months" in limit["new"] for limit in changed["limits"])
    _, out, _ = call("corpus", "diff", "northlake-crowns-2024", "northlake-crowns-2026")
    assert "limit changed, D2740" in out
    assert call("corpus", "diff", "northlake-crowns-2026", "northlake-crowns-2026")[1].endswith(
        "no condition, limit, requirement, period or code differs\n"
    )
    code, _, err = call("corpus", "criteria", "northlake-crown-2026")
    assert code == 2
    assert "did you mean northlake-crowns-2026" in err


def test_one_bad_file_does_not_stop_the_others(call: Call, note: Path, tmp_path: Path) -> None:
    (tmp_path / "bad.md").write_text("# No front matter\nText.\n")
    code, out, err = call("corpus", "add", str(note), str(tmp_path / "bad.md"))
    assert code == 0
    assert "added: example-dental-note" in out
    assert "rejected:" in err
    assert "--payer NAME --effective YYYY-MM-DD" in err


def test_a_second_writer_is_exit_4_and_names_the_first(call: Call, note: Path, tmp_path: Path) -> None:
    import os

    call("corpus", "list")
    with writer_lock(tmp_path / "home" / "index" / "local"):
        code, out, err = call("corpus", "add", str(note))
    assert (code, out) == (4, "")
    assert f"process {os.getpid()}" in err


def test_a_home_that_cannot_be_written_is_exit_4(call: Call, note: Path, tmp_path: Path) -> None:
    (tmp_path / "home").write_text("in the way")
    code, out, err = call("corpus", "add", str(note))
    assert (code, out) == (4, "")
    assert "CLAIMWRIGHT_HOME" in err


def test_verify_that_finds_something_is_exit_1(call: Call, note: Path, tmp_path: Path) -> None:
    call("corpus", "add", str(note))
    generations = tmp_path / "home" / "index" / "local" / "generations"
    vectors = next(generations.glob("*/vectors.npy"))
    vectors.write_bytes(vectors.read_bytes()[:-4] + b"\x00\x00\x00\x01")
    code, out, _ = call("corpus", "verify")
    assert code == 1
    assert "vectors.npy" in out
    assert call("corpus", "rebuild")[0] == 0
    assert call("corpus", "verify")[0] == 0


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    """The papers of an invented payer: a manual of two years in two columns, a bulletin, a workbook."""
    path = Path(__file__).parents[2] / "make_practice.py"
    spec = importlib.util.spec_from_file_location("make_practice", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    made: Path = module.folder(tmp_path / "papers")
    return made


@pytest.mark.slow
def test_a_practice_drops_its_payers_papers_in(call: Call, papers: Path) -> None:
    """Without an option: payer, plan, number, lane and days come from the texts, versions follow each other."""
    payer = "Lakeshore Mutual Dental"
    code, out, _ = call("corpus", "add", str(papers), "--keep-all", "--dry-run", "--json")
    told = {row["path"].rsplit("/", 1)[-1]: row for row in json.loads(out)["accepted"]}
    assert (code, json.loads(out)["rejected"]) == (0, [])
    assert {row["payer"] for row in told.values()} == {payer}
    assert {row["lane"] for row in told.values()} == {"dental"}
    assert {row["coverage"] for row in told.values()} == {1.0}
    manual = told["manual-2026.pdf"]
    assert (manual["policy_number"], manual["plan"], manual["effective_from"]) == (
        "LMD-MAN-2026",
        "Shoreline PPO",
        "2026-01-01",
    )
    assert manual["series"] == told["manual-2025.pdf"]["series"]
    assert told["night-guards.docx"]["policy_number"] == "LMD-B-14"
    assert json.loads(call("corpus", "add", str(papers), "--keep-all", "--json")[1])["rejected"] == []
    again = json.loads(call("corpus", "add", str(papers), "--keep-all", "--json")[1])["accepted"]
    assert {row["change"] for row in again} == {"unchanged"}
    for day, months in (("2025-06-01", "60 months"), ("2026-06-01", "84 months")):
        _, out, _ = call("search", "crown replacement", "--payer", payer, "--as-of", day, "-k", "3", "--json")
        hits = [hit for hit in json.loads(out)["passages"] if hit["payer"] == payer]
        assert any(months in hit["text"] and hit["page"] in (3, 4) for hit in hits)
        assert not any(hit["effective_from"] > day for hit in hits)


@pytest.mark.slow
def test_what_the_papers_state_and_what_the_new_year_changed(call: Call, papers: Path) -> None:
    call("corpus", "add", str(papers), "--keep-all")
    old, new = (f"lakeshore-mutual-dental-manual-{year}-{year}-01-01" for year in (2025, 2026))
    stated = json.loads(call("corpus", "criteria", new, "--json")[1])
    assert all(each["quote"] and each["page"] and each["confidence"] for each in stated["limits"])
    for kind in ("prior_authorization", "documentation", "exclusions", "code_lists"):
        assert stated[kind], kind
        assert all(each["quote"] and each["page"] and each["confidence"] for each in stated[kind])
    needed = {code for each in stated["prior_authorization"] if each["needed"] for code in each["codes"]}
    assert {"D2740", "D4341", "D6010"} <= needed
    changed = json.loads(call("corpus", "diff", old, new, "--json")[1])
    assert [(each["old"][:17], each["new"][:17]) for each in changed["conditions"]] == [
        ("Pockets of 4 mm o", "Pockets of 5 mm o")
    ]
    assert [each["codes"] for each in changed["limits"]] == [["D2740"]]
    assert [(each["change"], each["codes"]) for each in changed["requirements"]] == [("added", ["D9941"])]
    assert changed["codes_added"] == ["D9941"]


def test_a_stopped_command_says_what_is_kept(call: Call, note: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    call("corpus", "list")
    with monkeypatch.context() as patch:
        patch.setattr("assistant.retrieval.library.Library.add", stop)
        code, out, err = call("corpus", "add", str(note))
    assert (code, out) == (130, "")
    assert "what was finished is kept" in err
    with monkeypatch.context() as patch:
        patch.setattr("assistant.retrieval.library.Library.rebuild", stop)
        code, out, err = call("corpus", "rebuild")
    assert (code, out) == (130, "")
    assert "what was finished is kept" in err


def test_every_fact_of_a_document_can_be_corrected(call: Call, note: Path) -> None:
    options = {
        "--number": "EX-9",
        "--lane": "medical",
        "--reviewed": "2026-02-03",
        "--source": "https://example.org/p",
        "--through": "2026-12-31",
        "--kind": "coding_guide",
        "--series": "Crown rules",
    }
    words = [part for pair in options.items() for part in pair]
    taken = json.loads(call("corpus", "add", str(note), *words, "--json")[1])["accepted"][0]
    assert (taken["policy_number"], taken["lane"], taken["reviewed"]) == ("EX-9", "medical", "2026-02-03")
    assert (taken["effective_through"], taken["kind"], taken["series"]) == ("2026-12-31", "coding_guide", "crown-rules")
    _, out, _ = call("corpus", "list", "--json")
    assert next(row for row in json.loads(out)["documents"] if row["policy_number"] == "EX-9")["source"].endswith("/p")
