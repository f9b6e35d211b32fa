"""The shipped case, the assistant on the shipped corpus, a client of the scripted model. All people are invented."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable
from datetime import date
from importlib.resources import files
from pathlib import Path
from types import ModuleType

import pytest

from assistant.assistant import Assistant
from assistant.bootstrap import build_assistant
from assistant.domain.records import Remittance
from assistant.intake.case_file import LoadedCase
from assistant.intake.from_remittance import case_from_remittance
from assistant.models.boundary import PrivateChatModel
from assistant.models.load import load_chat_model
from assistant.readers.read import read_records
from assistant.settings import Settings

TODAY = date(2026, 11, 22)
SAMPLE = files("corpus") / "samples" / "osa_appeal"


@pytest.fixture(scope="session")
def scripted() -> ModuleType:
    """The module with the scripted model."""
    name = "scripted_model_server"
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, Path(__file__).parent / "model_server.py")
        assert spec is not None
        assert spec.loader is not None
        sys.modules[name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[name])
    return sys.modules[name]


@pytest.fixture(scope="session")
def assistant(shipped_cache: Path, tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    settings = Settings(home=tmp_path_factory.mktemp("home"), cache=shipped_cache)
    return build_assistant(settings, today=lambda: TODAY)


@pytest.fixture
def build(shipped_cache: Path, tmp_path: Path) -> Callable[[], Assistant]:
    """Builds an assistant whose settings name the scripted model."""
    settings = Settings(home=tmp_path / "home", cache=shipped_cache, model="openai:scripted")
    return lambda: build_assistant(settings, today=lambda: TODAY)


@pytest.fixture(scope="session")
def case(assistant: Assistant) -> LoadedCase:
    """The case of ``claimwright demo``."""
    records = read_records((SAMPLE / "remittance.835").read_bytes(), "remittance.835")
    assert isinstance(records, Remittance)
    notes = tuple(
        (entry.name, entry.read_text(encoding="utf-8"))
        for entry in sorted(SAMPLE.iterdir(), key=lambda entry: entry.name)
        if entry.name.endswith(".txt")
    )
    made = case_from_remittance(
        records, "CH-20931", notes=notes, funding="self_funded", received=date(2026, 9, 18), today=TODAY
    )
    return LoadedCase(made, Path(str(SAMPLE)))


@pytest.fixture
def hosted(monkeypatch: pytest.MonkeyPatch) -> Callable[..., PrivateChatModel]:
    """A client of a server, opened by name as the settings name it."""

    def opened(url: str, *, timeout: float = 5) -> PrivateChatModel:
        monkeypatch.setenv("OPENAI_API_KEY", "none")
        monkeypatch.setenv("OPENAI_BASE_URL", url)
        monkeypatch.setenv("OPENAI_API_BASE", url)
        return load_chat_model("openai:scripted", timeout=timeout)

    return opened
