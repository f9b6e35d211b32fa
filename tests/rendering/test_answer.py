"""Answers for a terminal."""

from __future__ import annotations

import datetime as dt

from assistant.domain.answer import Answer, Citation
from assistant.domain.draft import Placeholder
from assistant.domain.finding import Finding
from assistant.rendering.answer import answer_text, citation_line
from assistant.rendering.terminal import Look

POLICY = Citation(
    key="nh#2",
    document="nh-2026",
    title="Oral appliances",
    section="2.1 Criteria",
    page=3,
    payer="Northlake Health",
    effective_from=dt.date(2026, 1, 1),
    effective_through=dt.date(2026, 12, 31),
    quote="covered when the\nAHI is 15 or more",
    provenance="invented",
)
GUIDE = Citation(
    key="g#1",
    document="g",
    title="Appeal rights",
    section="Levels",
    payer="General",
    effective_from=dt.date(2025, 7, 1),
    quote="two levels",
    url="https://example.test/rights",
    provenance="own_digest",
)


def test_verdict_first_then_sources_with_dates_and_provenance() -> None:
    answer = Answer(
        action="answer",
        status="ready",
        text="Sometimes. Covered when the AHI is 15 or more.\n\n1. Check the plan.",
        citations=(POLICY, GUIDE),
        questions=("Which plan?",),
        placeholders=(Placeholder(text="[[needs: AHI]]", ask="Which AHI?"),),
        findings=(Finding(rule="r", severity="warning", where="", message="model replaced", fix="", source=""),),
    )
    assert answer_text(answer, Look(width=130)) == (
        "Sometimes. Covered when the AHI is 15 or more.\n\n"
        "1. Check the plan.\n\n"
        "- Which plan?\n\n"
        "To get:\n 1. AHI: Which AHI?\n\n"
        "WARNING model replaced\n        [r]\n\n"
        "Sources\n"
        "1. Oral appliances, 2.1 Criteria, p. 3 (Northlake Health; effective 2026-01-01 to 2026-12-31; "
        "invented example payer)\n"
        '   "covered when the AHI is 15 or more"\n'
        "2. Appeal rights, Levels (effective from 2025-07-01; General guidance, our own digest)\n"
        '   "two levels"\n'
        "   https://example.test/rights\n\n"
        "Note: A digest restates a rule in our words; read the rule itself before you quote it.\n"
        "Note: Invented example payers show the work only; add your payers' documents with `claimwright corpus add`.\n"
        "Note: General guidance is no payer's policy; the plan's own document decides.\n"
    )


def test_an_answer_without_sources_ends_with_its_text() -> None:
    answer = Answer(action="cannot_answer", status="not_found", text="The documents do not say.")
    assert answer_text(answer) == "The documents do not say.\n"


def test_the_users_own_document() -> None:
    own = POLICY.model_copy(update={"provenance": "user", "effective_from": None, "page": None})
    expected = "Oral appliances, 2.1 Criteria (Northlake Health; effective to 2026-12-31; your document)"
    assert citation_line(own) == expected


def test_wraps_to_the_width() -> None:
    answer = Answer(action="answer", status="ready", text="word " * 60, citations=(POLICY, GUIDE))
    assert max(map(len, answer_text(answer, Look(width=50)).splitlines())) <= 50
