"""The shipped example from remittance to letter."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from assistant.chains.finish import Drafted
from assistant.domain.case import Case


def test_the_status_and_what_it_rests_on(demo: Drafted) -> None:
    draft = demo.draft
    assert (draft.kind, draft.status, draft.action) == ("appeal", "needs_review", "appeal")
    assert draft.denial_category == "medical_necessity"
    assert demo.policy is not None
    assert demo.policy.document.id == "northlake-oral-appliance-2026"
    assert draft.trace_id


def test_the_denied_line_is_the_one_appealed(make_case: Callable[..., Case]) -> None:
    case = make_case()
    (denial,) = case.denials
    line = next(line for line in case.claim.lines if line.id == denial.line)
    assert (denial.group, denial.carc, denial.rarc, denial.amount) == ("CO", "50", "N661", Decimal("3200.00"))
    assert (line.code, line.modifiers, line.date_of_service) == ("E0486", ("NU",), date(2026, 8, 18))
    assert case.claim.diagnoses == ("G47.33",)


def test_one_condition_of_twelve_waits_for_the_end_of_the_trial(demo: Drafted) -> None:
    top = [row for row in demo.draft.criteria if row.depth == 0]
    assert len(top) == 12
    assert [row.status for row in top].count("met") == 11
    (open_row,) = [row for row in demo.draft.criteria if row.status == "missing" and row.obtain]
    assert open_row.text.startswith("A PAP trial of at least 30 days")
    assert [evidence.quote for evidence in open_row.evidence] == [
        "CPAP trial started 05/04/2026 with an auto-adjusting device and two different masks."
    ]
    assert any("positive airway pressure trial" in mark.text for mark in demo.draft.placeholders)
    assert all(mark.ask.endswith("?") for mark in demo.draft.placeholders)


def test_the_deadline_names_its_anchor_and_the_other_reading(demo: Drafted) -> None:
    deadline = demo.draft.deadline
    assert deadline is not None
    assert (deadline.date, deadline.anchor, deadline.anchor_date) == (
        date(2027, 3, 13),
        "letter date",
        date(2026, 9, 14),
    )
    assert [(a.date, a.anchor_date) for a in deadline.alternatives] == [(date(2027, 3, 17), date(2026, 9, 18))]


def test_papers_of_the_case_count_as_sent_with_the_claim(demo: Drafted) -> None:
    assert "AT01" not in {finding.rule for finding in demo.draft.findings}


def test_all_papers_are_enclosed_in_the_order_of_the_checklist(demo: Drafted) -> None:
    assert [enclosure.kind for enclosure in demo.draft.enclosures][:2] == ["sleep_study", "order"]
    assert all(enclosure.present for enclosure in demo.draft.enclosures)
    assert len(demo.draft.enclosures) == 5


def test_the_same_case_gives_the_same_draft(
    draft: Callable[..., Drafted], make_case: Callable[..., Case], demo: Drafted
) -> None:
    again = draft(make_case()).draft
    assert again.model_copy(update={"trace_id": ""}) == demo.draft.model_copy(update={"trace_id": ""})


def test_the_letter_is_marked_as_a_draft_and_names_no_other_payer(demo: Drafted) -> None:
    text = demo.draft.text
    assert text.startswith("DRAFT")
    assert "Northlake Health" in text
    assert not [payer for payer in ("Cedarbrook", "Alder Coast", "Tallgrass", "Medicare") if payer in text]
