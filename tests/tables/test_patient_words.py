"""Words for patients: every service and every phrase of an estimate has some, and they are easy."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import get_args

import pytest

from assistant.benefits.estimate import estimate_claim
from assistant.domain.claim import Claim
from assistant.domain.estimate import CauseKind, GapKind
from assistant.recognise import codes
from assistant.recognise.readability import syllables
from assistant.tables.conversations import conversations, step_for, steps
from assistant.tables.patient_words import cause_phrases, forbidden, gap_phrases, labels_in, plain_label
from assistant.tables.procedures import procedures
from assistant.tables.source import rows
from assistant.tables.wording import promises

MEDICAL = [cells["code"] for cells in rows("medical_procedures.csv")]


@pytest.mark.parametrize("code", [*procedures(), *MEDICAL])
def test_every_service_has_plain_words(code: str) -> None:
    label = plain_label(code)
    assert label is not None
    assert not codes.find(label.words)
    assert max(syllables(word) for word in label.words.split()) <= 4


def test_no_two_rows_claim_one_code() -> None:
    ranges = sorted((cells["first"], cells["last"]) for cells in rows("patient_labels.csv"))
    for (first, last), (following, _) in pairwise(ranges):
        assert first <= last
        assert len(last) != len(following) or last < following


@pytest.mark.parametrize(
    "missing", ["percent", "allowed", "in_network", "deductible", "annual_maximum", "effective", "cob"]
)
def test_every_gap_of_an_estimate_is_told(missing: str) -> None:
    plan = {
        "lane": "dental",
        "payer": "Brightsmile Dental",
        "in_network": True,
        "effective": "2026-01-01",
        "annual_maximum": "1500.00",
        "maximum_used": "0.00",
        "deductible": "50.00",
        "deductible_met": "0.00",
        "percent": {"preventive": "1.00", "major": "0.50"},
        "allowed": {"D6240": "900.00", "D1110": "80.00"},
        "waiting_periods": {"major": 6},
    }
    second = {**plan, "payer": "Northlake Dental", "order": 2, "cob": "standard"}
    plan.pop(missing, None)
    second.pop(missing, None)
    lines = [
        {"id": "1", "code": "D6240", "tooth": "3", "fee": "1200.00", "date_of_service": "2026-12-01"},
        {"id": "2", "code": "D1110", "date_of_service": "2026-12-01"},
    ]
    claim = Claim.model_validate({"lane": "dental", "lines": lines, "coverages": [plan, second]})
    found = estimate_claim(claim, today=date(2026, 11, 22))
    assert found.missing
    assert tuple(gap.text for gap in found.missing) == found.gaps
    assert all(("{plan}" in gap_phrases()[gap.kind]) <= (gap.plan is not None) for gap in found.missing)


def test_every_kind_of_gap_and_cause_has_words() -> None:
    assert set(gap_phrases()) == set(get_args(GapKind))
    assert set(cause_phrases()) == set(get_args(CauseKind))


def test_our_own_words_break_none_of_the_lists() -> None:
    own = [*gap_phrases().values(), *cause_phrases().values()] + [step.words for step in steps()]
    own += [cells["patient_meaning"] for cells in rows("denial_categories.csv")]
    for words in own:
        assert not promises(words)
        for kind in ("pressure", "blame", "outcome"):
            assert not forbidden(words, kind)


def test_a_label_inside_another_word_is_none() -> None:
    assert labels_in("The crowned head; two crowns.") == ("crowns",)


def test_conversations_are_four_and_three() -> None:
    ids = [each.id for each in conversations()]
    assert len(ids) == 7
    assert sum(each.startswith("complaint_") for each in ids) == 3
    assert step_for("appeal").id == "step.appeal"
    assert step_for("write_off").id == "step.call"
