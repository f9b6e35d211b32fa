"""Each tool alone: typed arguments in, a typed artifact out, and nothing invented."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from assistant.bootstrap import build_assistant
from assistant.domain.artifacts import (
    BenefitsCoordinated,
    ClaimChecked,
    CodeLookedUp,
    CriteriaFound,
    Crosswalked,
    DeadlineFound,
    DenialDecoded,
    DraftMade,
    EstimateMade,
    Found,
    FrequencyFound,
    LaneFound,
    PassageRead,
    RemittanceRead,
    TextRedacted,
)
from assistant.domain.caller import LOCAL
from assistant.domain.case import Case
from assistant.domain.claim import Claim, ServiceLine
from assistant.intake.case_file import LoadedCase
from assistant.policies.limits import DocumentLimits
from assistant.retrieval.library import Library
from assistant.settings import Settings
from assistant.tools.context import Turn
from assistant.tools.every import tools_of

DAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def library(shipped_cache: Path, tmp_path_factory: pytest.TempPathFactory) -> Library:
    home = tmp_path_factory.mktemp("tools")
    return build_assistant(Settings(cache=shipped_cache, home=home), today=lambda: DAY).library(LOCAL)


def turn(library: Library, **more: Any) -> Turn:
    return Turn(library=library, on=DAY, today=DAY, limits=DocumentLimits(lambda: library), **more)


def use(turn: Turn, name: str, **args: Any) -> Any:
    tool = next(each for each in tools_of(turn) if each.name == name)
    return tool.invoke({"name": name, "args": args, "id": "1", "type": "tool_call"}).artifact


def test_every_tool_tells_a_model_what_it_does(library: Library) -> None:
    for tool in tools_of(turn(library)):
        assert len(tool.description) > 40
        assert tool.get_input_schema().model_json_schema()["type"] == "object"


def test_search_keeps_to_the_payer_of_the_thread(library: Library) -> None:
    found = use(turn(library, payer="Metro PPO"), "search_policies", query="crown limit", payer="Brightsmile Dental")
    assert isinstance(found, Found)
    assert found.payer == "Metro PPO"
    both = turn(library, payers=("Metro PPO", "Brightsmile Dental"))
    assert use(both, "search_policies", query="crown limit", payer="brightsmile dental").payer == "Brightsmile Dental"


def test_a_passage_of_another_payer_stays_closed(library: Library) -> None:
    found = use(turn(library, payer="Metro PPO"), "search_policies", query="crown replacement limit")
    own = next(hit.passage for hit in found.hits if hit.passage.payer == "Metro PPO")
    read = use(turn(library, payer="Metro PPO"), "read_passage", key=own.key)
    assert isinstance(read, PassageRead)
    assert read.passage == own
    assert use(turn(library, payer="Brightsmile Dental"), "read_passage", key=own.key).passage is None
    assert use(turn(library), "read_passage", key="no-such-key").passage is None


def test_codes_and_crossings(library: Library) -> None:
    found = use(turn(library), "look_up_code", code="D4341")
    assert isinstance(found, CodeLookedUp)
    assert found.report.readings[0].alternatives[0].lower == "D4342"
    assert use(turn(library), "look_up_code", code="???").report.status == "unreadable"
    crossed = use(turn(library), "crosswalk", code="d9947")
    assert isinstance(crossed, Crosswalked)
    assert crossed.rows[0].medical == ("E0486",)
    assert use(turn(library), "crosswalk", code="D9944").dental_only
    assert use(turn(library), "crosswalk", code="D0000").rows == ()


def test_frequency_counts_only_by_the_payer_s_own_limit(library: Library) -> None:
    found = use(turn(library, payer="Metro PPO"), "frequency", code="D9944", done=["2025-02-10"])
    assert isinstance(found, FrequencyFound)
    assert found.window_opens == date(2028, 2, 10)
    general = use(turn(library), "frequency", code="D4341", done=["2025-02-10"])
    assert general.limits == ()
    assert general.window_opens is None
    assert general.typical[0].window == 24
    yearly = use(turn(library, payer="Metro PPO"), "frequency", code="D0120", done=["2026-10-10"])
    assert not yearly.counted


def test_denials_and_clocks(library: Library) -> None:
    found = use(turn(library), "decode_denial", codes=["CO-50", "N115"])
    assert isinstance(found, DenialDecoded)
    assert found.decoding.action == "appeal"
    due = use(turn(library), "deadline", plan_type="self_funded", level=1, letter_date="2026-09-03")
    assert isinstance(due, DeadlineFound)
    assert due.answer.deadline is not None
    assert due.answer.deadline.date == date(2027, 3, 2)
    unknown = use(turn(library), "deadline", letter_date="2026-09-03")
    assert unknown.answer.deadline is None
    assert unknown.answer.ask
    assert use(turn(library), "deadline", event="lunch").answer.reason
    own = use(turn(library, payer="Cedarbrook Mutual"), "deadline", event="claim_filing", service_date="2026-09-03")
    assert own.answer.deadline is not None
    assert own.answer.deadline.date == date(2027, 1, 1)


def test_estimate_from_amounts_that_were_given(library: Library) -> None:
    found = use(
        turn(library),
        "estimate",
        fee="1400",
        allowed="1100",
        percent="50",
        deductible_left="50",
        maximum_left="600",
    )
    assert isinstance(found, EstimateMade)
    assert found.estimate is not None
    assert found.estimate.total.plan_pays == Decimal("525.00")
    assert found.estimate.total.patient == Decimal("575.00")
    assert found.estimate.total.write_off == Decimal("300.00")
    assert use(turn(library), "estimate", fee="1400").missing == ("the plan's percentage",)
    assert use(turn(library), "estimate").estimate is None


def test_coordination(library: Library) -> None:
    found = use(turn(library), "coordinate_benefits", relation="birthday")
    assert isinstance(found, BenefitsCoordinated)
    assert found.order is not None
    assert found.order.order == ()
    assert found.order.ask
    paid = use(turn(library), "coordinate_benefits", allowable="500", primary_paid="250", second_percent="80")
    assert {each.method: each.pays for each in paid.amounts}["carve_out"] == Decimal("150.00")
    assert use(turn(library), "coordinate_benefits", allowable="500").missing


def test_lane_and_criteria(library: Library) -> None:
    found = use(turn(library), "lane", family="trauma")
    assert isinstance(found, LaneFound)
    assert "accident" in found.statement.casefold()
    assert use(turn(library), "lane", diagnosis="G47.33").family == "sleep apnea"
    assert use(turn(library), "lane", family="nothing of the kind").statement == ""
    conditions = use(turn(library, payer="Northlake Health"), "criteria", code="E0486")
    assert isinstance(conditions, CriteriaFound)
    assert conditions.criteria
    assert all(passage.payer == "Northlake Health" for passage in conditions.passages)
    assert use(turn(library), "criteria", code="E0486").criteria == ()


def test_what_needs_a_case_says_so(library: Library, tmp_path: Path) -> None:
    empty = turn(library)
    checked = use(empty, "check_claim")
    assert isinstance(checked, ClaimChecked)
    assert checked.report is None
    drafted = use(empty, "draft_appeal")
    assert isinstance(drafted, DraftMade)
    assert drafted.needs
    line = ServiceLine(id="1", code="D4341", date_of_service=DAY)
    held = turn(library, case=LoadedCase(Case(claim=Claim(lane="dental", as_of=DAY, lines=(line,))), tmp_path))
    report = use(held, "check_claim").report
    assert any(finding.where == "lines[0].area" for finding in report.findings)
    assert use(held, "draft_appeal").status == "not_found"


def test_pasted_matter(library: Library) -> None:
    read = use(turn(library, question="ISA*00*nonsense"), "read_remittance")
    assert isinstance(read, RemittanceRead)
    assert read.problem
    from importlib.resources import files

    text = (files("corpus") / "samples" / "osa_appeal" / "remittance.835").read_text(encoding="utf-8")
    lines = use(turn(library, question=f"read this 835 {text}"), "read_remittance").lines
    assert any("CO-50" in line.codes for line in lines)
    clean = use(turn(library, question="Mr. Ortiz, member id NLH884213"), "redact")
    assert isinstance(clean, TextRedacted)
    assert clean.text == "Mr. [PERSON], member id [MEMBER]"
