"""Every fault of a hosted model, over one request each; ``python -m evals.faults`` takes twenty-five."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from assistant.bootstrap import build_assistant
from assistant.domain.caller import LOCAL
from assistant.models.embedded.model import EmbeddedChatModel
from assistant.retrieval.library import Library
from assistant.settings import Settings
from evals.faults import FAULTS, REQUESTS, requests, run

TODAY = date(2026, 11, 22)
QUESTION = "how often does brightsmile replace a crown?"


@pytest.fixture(scope="module")
def library(shipped_cache: Path, tmp_path_factory: pytest.TempPathFactory) -> Library:
    home = tmp_path_factory.mktemp("faults")
    return build_assistant(Settings(cache=shipped_cache, home=home), today=lambda: TODAY).library(LOCAL)


def test_sixteen_faults_each_end_in_an_answer_that_says_who_gave_it(library: Library) -> None:
    ended = list(run(library, EmbeddedChatModel(on=TODAY), [QUESTION]))
    assert [each.fault for each in ended] == list(FAULTS)
    assert len(ended) == 16
    assert [(each.fault, each.wrong) for each in ended if each.wrong] == []
    assert {each.action for each in ended} == {"answer"}


def test_there_are_twenty_five_requests() -> None:
    assert len(set(requests())) == REQUESTS
