"""The layers of the settings: flag, environment, project file, user file, default."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.domain.errors import Misconfigured
from assistant.settings import CONFIG_FILE, Settings, load_settings, origin_of


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder and a home folder of this test's own."""
    for name in ("project", "home"):
        (tmp_path / name).mkdir()
    monkeypatch.chdir(tmp_path / "project")
    monkeypatch.setenv("CLAIMWRIGHT_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def test_the_first_layer_that_names_a_value_wins(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert load_settings().thread_days == 90
    assert origin_of("thread_days", {}) == "default"
    (home / CONFIG_FILE).write_text("thread_days = 11\nmodel_calls = 5\n")
    assert load_settings().thread_days == 11
    assert origin_of("thread_days", {}) == str(home / CONFIG_FILE)
    Path(CONFIG_FILE).write_text("thread_days = 22\n")
    assert (load_settings().thread_days, load_settings().model_calls) == (22, 5)
    assert origin_of("thread_days", {}) == str(Path.cwd() / CONFIG_FILE)
    monkeypatch.setenv("CLAIMWRIGHT_THREAD_DAYS", "33")
    assert load_settings().thread_days == 33
    assert origin_of("thread_days", {}) == "CLAIMWRIGHT_THREAD_DAYS"
    assert load_settings({"thread_days": 44}).thread_days == 44
    assert origin_of("thread_days", {"thread_days": 44}) == "flag"


def test_a_home_named_by_the_project_file_brings_its_own_file(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CLAIMWRIGHT_HOME")
    Path(CONFIG_FILE).write_text('home = "../home"\ntemplate = "ours.docx"\n')
    (home / CONFIG_FILE).write_text("thread_days = 7\n")
    settings = load_settings()
    assert settings.home.resolve() == home.resolve()
    assert settings.thread_days == 7
    assert settings.template == Path.cwd() / "ours.docx"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("thread_dais = 3\n", "did you mean 'thread_days'"),
        ("thread_days = 'often'\n", "thread_days"),
        ("thread_days = 0\n", "greater than or equal to 1"),
        ("thread_days = = 3\n", "not readable as TOML"),
        ("colour = 'blue'\n", "choose from"),
    ],
)
@pytest.mark.usefixtures("home")
def test_a_wrong_file_is_named_with_the_way_to_mend_it(content: str, said: str) -> None:
    Path(CONFIG_FILE).write_text(content)
    with pytest.raises(Misconfigured, match=said) as error:
        load_settings()
    assert CONFIG_FILE in error.value.where
    assert error.value.fix


@pytest.mark.usefixtures("home")
def test_a_wrong_variable_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAIMWRIGHT_MODEL_RETRIES", "many")
    with pytest.raises(Misconfigured) as error:
        load_settings()
    assert error.value.where == "CLAIMWRIGHT_MODEL_RETRIES"


@pytest.mark.usefixtures("home")
def test_a_cap_in_dollars_needs_a_price(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAIMWRIGHT_MODEL_COST", "0.05")
    with pytest.raises(Misconfigured, match="model_price_in") as error:
        load_settings()
    assert error.value.where == "CLAIMWRIGHT_MODEL_COST"
    assert load_settings({"model_price_out": "10"}).model_cost is not None


def test_every_setting_says_what_it_is() -> None:
    assert all(field.description for field in Settings.model_fields.values())
