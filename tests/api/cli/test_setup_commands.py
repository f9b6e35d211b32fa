"""Setting up: init writes and never overwrites, doctor says what is missing, config shows where values come from."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import docx
import pytest

from api.cli.config import shown
from api.doctor.check import Installation
from api.doctor.examine import examine
from api.doctor.knowledge import code_sets
from api.doctor.model import model
from api.doctor.places import chroma, database, home, template
from assistant.bootstrap import build_assistant
from assistant.embedding.load import model_id
from assistant.rendering.word_template import check_template
from assistant.retrieval import shipped
from assistant.settings import Settings

Command = Callable[..., Any]
TODAY = date(2026, 11, 22)


def at(settings: Settings) -> Installation:
    return Installation(settings, build_assistant(settings, today=lambda: TODAY), TODAY)


def test_init_writes_a_start_that_works_and_never_overwrites(
    claimwright: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = tmp_path / "office"
    assert claimwright("init", str(office))[0] == 0
    assert tomllib.loads((office / "claimwright.toml").read_text()) == {"template": "letterhead.docx"}
    check_template(office / "letterhead.docx")
    monkeypatch.chdir(office)
    code, out, _ = claimwright("config", "show", "--json")
    rows = {row["name"]: row for row in json.loads(out)["settings"]}
    assert code == 0
    assert rows["template"]["origin"] == str(office / "claimwright.toml")
    (office / "letterhead.docx").write_bytes(b"ours")
    before = sorted(office.rglob("*"))
    code, _, err = claimwright("init", str(office))
    assert code == 2
    assert "--force" in err
    assert (office / "letterhead.docx").read_bytes() == b"ours"
    assert sorted(office.rglob("*")) == before
    assert claimwright("init", str(office), "--force")[0] == 0
    assert (office / "letterhead.docx").read_bytes() != b"ours"


def test_every_line_of_the_sample_configuration_is_a_setting(tmp_path: Path) -> None:
    from api.cli.init import config_text

    named = {line.removeprefix("# ").partition(" = ")[0] for line in config_text().splitlines() if " = " in line}
    assert named == set(Settings.model_fields)


def test_doctor_on_an_empty_machine_names_what_to_run(
    claimwright: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLAIMWRIGHT_CACHE", str(tmp_path / "cache"))
    code, out, _ = claimwright("doctor", "--json")
    health = json.loads(out)
    assert code == 1
    assert not health["ok"]
    missing = {part["part"]: part["fix"] for part in health["parts"] if part["state"] == "missing"}
    assert {"embedding model", "diagnosis codes", "shipped corpus"} <= set(missing)
    assert set(missing.values()) == {"claimwright setup"}
    assert not (tmp_path / "cache").exists()


def test_doctor_on_a_built_machine_is_well(shipped_cache: Path, tmp_path: Path) -> None:
    health = examine(Settings(cache=shipped_cache, home=tmp_path), TODAY)
    assert health.ok, health
    assert {"own documents", "documents", "code sets", "model"} <= {part.part for part in health.parts}
    assert all(part.fix for part in health.parts if part.state != "ok")


def test_a_part_of_the_shipped_corpus_is_told_with_its_extent(
    shipped_cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As an earlier release published it: what comes after would be told from that part alone."""
    present, more = list(shipped.shipped_files()), tmp_path / "more.md"
    more.write_text("one document more")
    digest = shipped.shipped_digest(model_id())
    monkeypatch.setattr(shipped, "shipped_digest", lambda _model: digest)
    monkeypatch.setattr(shipped, "shipped_files", lambda: [*present, ("corpus/policies/more.md", more)])
    told = {part.part: part for part in examine(Settings(cache=shipped_cache, home=tmp_path), TODAY).parts}
    corpus = told["shipped corpus"]
    assert (corpus.state, corpus.fix) == ("missing", "claimwright setup")
    assert corpus.message == f"incomplete: {len(present)} of {len(present) + 1} documents"
    assert "documents" not in told


def test_each_part_says_what_is_wrong_and_how_to_mend_it(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    letter = docx.Document()
    letter.add_paragraph("{{ patient_shoe_size }}")
    letter.save(str(tmp_path / "odd.docx"))
    wrong = (
        (home, Settings(home=tmp_path / "file" / "home")),
        (database, Settings(home=tmp_path, database_url=f"sqlite:///{tmp_path / 'file' / 'x.sqlite'}")),
        (template, Settings(home=tmp_path, template=tmp_path / "absent.docx")),
        (template, Settings(home=tmp_path, template=tmp_path / "file")),
        (template, Settings(home=tmp_path, template=tmp_path / "odd.docx")),
        (model, Settings(home=tmp_path, model="nonsense")),
        (model, Settings(home=tmp_path, model="no_such_provider:x")),
        (chroma, Settings(home=tmp_path, chroma_url="http://127.0.0.1:9")),
    )
    for check, settings in wrong:
        (part,) = check(at(settings))
        assert part.state == "missing", part
        assert part.message
        assert part.fix


def test_code_sets_that_end_are_a_warning_with_the_import(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, cache=tmp_path)
    later = Installation(settings, build_assistant(settings), date(2031, 1, 1))
    parts = list(code_sets(later))
    assert {part.state for part in parts} == {"warning"}
    assert all("tables import" in part.fix for part in parts)


def test_secrets_are_masked() -> None:
    assert shown("database_url", "postgresql://amy:hunter2@db/office") == "postgresql://amy:********@db/office"
    assert shown("key", "abc") == "********"
    assert shown("thread_days", 90) == "90"
    assert shown("model", None) is None


def test_a_setting_that_does_not_exist_ends_with_the_configuration_code(claimwright: Command) -> None:
    code, _, err = claimwright("--set", "thread_dais=3", "config", "show")
    assert code == 4
    assert "thread_days" in err
