"""Drafts of the shipped sleep appliance case and of variations on it. All people, payers and numbers are invented."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from assistant.assistant import Assistant
from assistant.bootstrap import build_assistant
from assistant.chains.finish import Drafted
from assistant.domain.caller import LOCAL
from assistant.domain.case import Case
from assistant.domain.records import Remittance
from assistant.intake.case_file import LoadedCase
from assistant.intake.from_remittance import case_from_remittance
from assistant.readers.read import read_records
from assistant.settings import Settings

TODAY = date(2026, 11, 22)
SAMPLE = files("corpus") / "samples" / "osa_appeal"
CLAIM = "CH-20931"

Draft = Callable[..., Drafted]


@pytest.fixture(scope="session")
def notes() -> dict[str, str]:
    """The shipped papers by file name."""
    return {
        entry.name: entry.read_text(encoding="utf-8")
        for entry in sorted(SAMPLE.iterdir(), key=lambda entry: entry.name)
        if entry.name.endswith(".txt")
    }


@pytest.fixture(scope="session")
def remittance() -> Remittance:
    records = read_records((SAMPLE / "remittance.835").read_bytes(), "remittance.835")
    assert isinstance(records, Remittance)
    return records


@pytest.fixture(scope="session")
def assistant(shipped_cache: Path, tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """The assistant on the shipped corpus, always on the same day."""
    home = tmp_path_factory.mktemp("home")
    return build_assistant(Settings(home=home, cache=shipped_cache), today=lambda: TODAY)


@pytest.fixture(scope="session")
def make_case(remittance: Remittance, notes: dict[str, str]) -> Callable[..., Case]:
    """A case of the shipped remittance, with other papers where they are given."""

    def made(papers: dict[str, str] | None = None, **said: Any) -> Case:
        named = notes if papers is None else papers
        options = {"funding": "self_funded", "received": date(2026, 9, 18), "today": TODAY} | said
        return case_from_remittance(remittance, CLAIM, notes=tuple(named.items()), **options)

    return made


@pytest.fixture(scope="session")
def draft(assistant: Assistant) -> Draft:
    """Drafts the appeal of a case whose files lie in the sample's folder."""

    def drafted(case: Case, folder: Path | None = None) -> Drafted:
        return assistant.draft(LOCAL, "appeal", LoadedCase(case, folder or Path(str(SAMPLE))))

    return drafted


@pytest.fixture(scope="session")
def demo(draft: Draft, make_case: Callable[..., Case]) -> Drafted:
    """The appeal that ``claimwright demo`` drafts."""
    return draft(make_case())
