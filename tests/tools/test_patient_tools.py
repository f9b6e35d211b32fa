"""The tools for texts that a patient reads, and for the call to a payer."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from assistant.bootstrap import build_assistant
from assistant.domain.artifacts import CallScripted, DraftMade
from assistant.domain.caller import LOCAL
from assistant.domain.case import Case
from assistant.intake.case_file import LoadedCase
from assistant.retrieval.library import Library
from assistant.settings import Settings
from assistant.tools.context import Turn
from assistant.tools.every import tools_of

DAY = date(2026, 11, 22)
CROWN = LoadedCase(
    Case.model_validate(
        {
            "claim": {
                "lane": "dental",
                "payer": "Brightsmile Dental",
                "as_of": "2026-11-20",
                "lines": [
                    {"id": "1", "code": "D2740", "tooth": "30", "fee": "1400.00", "date_of_service": "2026-12-03"}
                ],
                "coverages": [
                    {
                        "lane": "dental",
                        "payer": "Brightsmile Dental",
                        "in_network": True,
                        "effective": "2018-01-01",
                        "annual_maximum": "1500.00",
                        "maximum_used": "900.00",
                        "deductible": "50.00",
                        "deductible_met": "0.00",
                        "percent": {"major": "0.50"},
                        "allowed": {"D2740": "1100.00"},
                    }
                ],
            },
            "practice": {"name": "Cedar Hollow Dental", "phone": "555-0130"},
        }
    ),
    Path("/nowhere"),
)


@pytest.fixture(scope="module")
def library(shipped_cache: Path, tmp_path_factory: pytest.TempPathFactory) -> Library:
    home = tmp_path_factory.mktemp("tools")
    return build_assistant(Settings(cache=shipped_cache, home=home), today=lambda: DAY).library(LOCAL)


def use(library: Library, name: str, case: LoadedCase | None = CROWN, payer: str | None = None, **args: Any) -> Any:
    turn = Turn(library=library, on=DAY, today=DAY, case=case, payer=payer)
    tool = next(each for each in tools_of(turn) if each.name == name)
    return tool.invoke({"name": name, "args": args, "id": "1", "type": "tool_call"}).artifact


@pytest.mark.parametrize(
    ("args", "said"), [({}, "You may owe $575."), ({"form": "treatment_plan"}, "Visit 1, December 3, 2026")]
)
def test_the_page_of_the_case_at_hand(library: Library, args: dict[str, str], said: str) -> None:
    made = use(library, "draft_explanation", **args)
    assert isinstance(made, DraftMade)
    assert (made.kind, made.status) == (args.get("form", "explanation"), "ready")
    assert said in made.text


def test_without_a_case_the_needs_are_named(library: Library) -> None:
    assert use(library, "draft_explanation", case=None).needs
    assert use(library, "script", case=None, about="demanding").needs


def test_a_script_for_what_was_told(library: Library) -> None:
    made = use(library, "script", about="she does not understand her benefits")
    assert "For your crown (tooth 30), you may owe $575." in made.text
    assert use(library, "script", about="zzz").text == ""
    assert "frustrated_denial" in use(library, "script", about="zzz").needs[0]


def test_the_call_to_the_payer_of_the_thread(library: Library) -> None:
    made = use(library, "verification_script", case=None, payer="Northlake Health", family="osa_appliance")
    assert isinstance(made, CallScripted)
    assert made.script is not None
    assert made.script.payer == "Northlake Health"
    held = next(question.held for question in made.script.questions if question.topic == "frequency")
    assert held == ()
    assert "VERIFICATION CALL: Northlake Health" in made.text


def test_a_call_needs_a_payer_and_a_family_that_is_known(library: Library) -> None:
    assert use(library, "verification_script", case=None).problem == "which payer is called?"
    found = use(library, "verification_script", case=None, payer="Northlake Health", family="horses")
    assert found.script is None
    assert "no one family" in found.problem
