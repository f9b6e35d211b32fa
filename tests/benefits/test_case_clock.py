from datetime import date

import pytest

from assistant.benefits.case_clock import case_clock, office_clock
from assistant.domain.benefits import PlanWindow
from assistant.domain.case import Case
from assistant.domain.errors import BadInput

TODAY = date(2026, 11, 22)


def case(**extra: object) -> Case:
    base = {"claim": {"lane": "medical", "lines": [{"id": "1", "code": "E0486", "date_of_service": "2026-08-10"}]}}
    return Case.model_validate({**base, **extra})


def test_earliest_denial_decides() -> None:
    answer = case_clock(
        case(
            plan_funding="self_funded",
            denials=[{"date": "2026-09-03", "received": "2026-09-09"}, {"date": "2026-08-20"}],
        ),
        today=TODAY,
    )
    assert answer.deadline is not None
    assert answer.deadline.date == date(2027, 2, 16)


def test_entered_facts_fill_what_the_denial_lacks() -> None:
    facts = [
        {"key": "denial_received", "value": "2026-09-09", "who": "front desk", "when": "2026-11-20"},
        {"key": "appeal_due", "value": "2026-12-24", "who": "front desk", "when": "2026-11-20"},
    ]
    answer = case_clock(case(plan_funding="self_funded", denials=[{"date": "2026-09-03"}], facts=facts), today=TODAY)
    assert answer.deadline is not None
    assert answer.deadline.date == date(2026, 12, 24)
    assert {a.date for a in answer.deadline.alternatives} == {date(2027, 3, 2), date(2027, 3, 8)}


def test_insured_dental_needs_to_know_where_the_plan_comes_from() -> None:
    claim = {"lane": "dental"}
    denials = [{"date": "2026-09-03"}]
    unknown = Case.model_validate({"claim": claim, "denials": denials, "plan_funding": "insured"})
    assert case_clock(unknown, today=TODAY).deadline is None
    fact = {"key": "employer_plan", "value": "yes", "who": "front desk", "when": "2026-11-20"}
    known = Case.model_validate({"claim": claim, "denials": denials, "plan_funding": "insured", "facts": [fact]})
    assert case_clock(known, today=TODAY).deadline is not None


def test_no_denial_and_no_funding_say_why() -> None:
    answer = case_clock(case(), today=TODAY)
    assert answer.deadline is None
    assert answer.reason


def test_timely_filing_counts_from_the_date_of_service() -> None:
    answer = case_clock(case(plan_funding="medicare"), today=TODAY, event="claim_filing")
    assert answer.deadline is not None
    assert answer.deadline.date == date(2027, 8, 10)


def test_an_entered_date_that_is_none_is_named() -> None:
    facts = [{"key": "denial_received", "value": "9/9", "who": "front desk", "when": "2026-11-20"}]
    with pytest.raises(BadInput, match="denial_received"):
        case_clock(case(facts=facts, denials=[{"date": "2026-09-03"}]), today=TODAY)


@pytest.mark.parametrize("day", ["0206-09-03", "9999-09-03"])
def test_a_year_that_no_letter_carries_is_named_before_a_window_is_counted_from_it(day: str) -> None:
    window = PlanWindow(value=180, unit="calendar_days", counts_from="letter", source="the denial letter")
    with pytest.raises(BadInput, match="cannot be right"):
        office_clock(case(denials=[{"date": day}]), today=TODAY, letter_window=window)


def test_the_payer_card_stands_in_where_the_funding_is_not_known() -> None:
    claim = {"lane": "medical", "payer": "Northlake Health"}
    denials = [{"date": "2026-09-03", "received": "2026-09-09"}]
    answer = office_clock(Case.model_validate({"claim": claim, "denials": denials}), today=TODAY)
    assert answer.deadline is not None
    assert answer.deadline.date == date(2026, 12, 2)
    assert "northlake-provider-manual-2026" in answer.deadline.source
    assert "no law" in answer.reason


def test_the_contract_window_is_a_note_beside_the_law() -> None:
    claim = {"lane": "medical", "payer": "Northlake Health"}
    denials = [{"date": "2026-09-03", "received": "2026-09-09"}]
    case_ = Case.model_validate({"claim": claim, "denials": denials, "plan_funding": "self_funded"})
    answer = office_clock(case_, today=TODAY)
    assert answer.deadline is not None
    assert answer.deadline.date == date(2027, 3, 2)
    assert "until 2026-12-02" in answer.deadline.notes[0]


def test_a_letter_that_was_read_and_names_no_day_is_told() -> None:
    letter = {"id": "l", "kind": "denial_letter", "text": "We denied the claim. You may appeal within 180 days."}
    case_ = case(plan_funding="self_funded", denials=[{"date": "2026-09-03"}], documents=[letter])
    answer = office_clock(case_, today=TODAY)
    assert answer.deadline is not None
    assert answer.deadline.notes[0] == "The denial letter names no other last day."
