"""The dense index on a Chroma server: every process finds what any of them took in."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.bootstrap import build_assistant
from assistant.domain.caller import Caller
from assistant.settings import Settings
from evals.listening import listening

ONE, TWO = (Caller(practice=name, user="dana") for name in ("one", "two"))
PAPER = """---
payer: Fir Street Dental
effective_from: 2026-01-01
title: Manual
---
# Crowns

Crowns (D2740) are covered once per tooth in 60 months.
"""


@pytest.fixture
def chroma(tmp_path: Path) -> Iterator[str]:
    """The address of a server of this run's own."""
    program = shutil.which("chroma", path=str(Path(sys.executable).parent))
    if program is None:
        pytest.skip("the Chroma server is not installed: no `chroma` beside Python")
    folder = str(tmp_path / "chroma")
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with listening(
        lambda port: [program, "run", "--host", "127.0.0.1", "--port", str(port), "--path", folder], **quiet
    ) as (port, _):
        yield f"http://127.0.0.1:{port}"


@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_what_one_process_takes_in_another_finds(chroma: str, shipped_cache: Path, tmp_path: Path) -> None:
    paper = tmp_path / "manual.md"
    paper.write_text(PAPER, encoding="utf-8")
    settings = Settings(home=tmp_path / "home", cache=shipped_cache, chroma_url=chroma)
    writer, reader = build_assistant(settings), build_assistant(settings)
    (added,) = writer.corpus_add(ONE, [paper]).accepted
    assert writer.corpus_verify(ONE).ok
    found = reader.search(ONE, "crown once per tooth", payer="Fir Street Dental")
    assert found.hits[0].passage.document == added.document
    others = reader.search(TWO, "crown once per tooth", payer="Fir Street Dental")
    assert added.document not in {hit.passage.document for hit in others.hits}
