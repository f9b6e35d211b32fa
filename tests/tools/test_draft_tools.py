"""The drafting tools: without a case they name what one needs, with one they hand on its draft."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from assistant.bootstrap import build_assistant
from assistant.domain.artifacts import DraftMade
from assistant.domain.caller import LOCAL
from assistant.domain.case import Case
from assistant.domain.claim import Claim, ServiceLine
from assistant.intake.case_file import LoadedCase
from assistant.retrieval.library import Library
from assistant.settings import Settings
from assistant.tools.context import Turn
from assistant.tools.every import tools_of

DAY = date(2026, 11, 22)
KINDS = (
    *("appeal", "narrative", "predetermination", "records_reply"),
    *("physician_request", "claim_file_request", "external_review"),
)


@pytest.fixture(scope="module")
def library(shipped_cache: Path, tmp_path_factory: pytest.TempPathFactory) -> Library:
    home = tmp_path_factory.mktemp("tools")
    return build_assistant(Settings(cache=shipped_cache, home=home), today=lambda: DAY).library(LOCAL)


def use(turn: Turn, name: str, **args: str) -> DraftMade:
    tool = next(each for each in tools_of(turn) if each.name == name)
    found = tool.invoke({"name": name, "args": args, "id": "1", "type": "tool_call"}).artifact
    assert isinstance(found, DraftMade)
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_without_a_case_it_names_what_one_needs(kind: str, library: Library) -> None:
    made = use(Turn(library=library, on=DAY, today=DAY), f"draft_{kind}")
    assert (made.kind, made.status, made.text) == (kind, "", "")
    assert made.needs


@pytest.mark.parametrize("kind", KINDS)
def test_with_a_case_that_says_nothing_the_draft_is_not_found(kind: str, library: Library, tmp_path: Path) -> None:
    line = ServiceLine(id="1", code="D4341", date_of_service=DAY, area="10")
    case = Case(claim=Claim(lane="dental", as_of=DAY, lines=(line,)))
    made = use(Turn(library=library, on=DAY, today=DAY, case=LoadedCase(case, tmp_path)), f"draft_{kind}")
    assert (made.kind, made.status) == (kind, "not_found")


def test_an_unknown_paper_is_answered_with_those_that_there_are(library: Library, tmp_path: Path) -> None:
    line = ServiceLine(id="1", code="E0486", date_of_service=DAY)
    case = Case(claim=Claim(lane="medical", as_of=DAY, lines=(line,)))
    turn = Turn(library=library, on=DAY, today=DAY, case=LoadedCase(case, tmp_path))
    assert "study, order, cpap" in use(turn, "draft_physician_request", about="holiday snaps").needs[0]
