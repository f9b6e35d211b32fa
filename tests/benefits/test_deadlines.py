"""Every row of the hand-made table, and what must not be guessed."""

import csv
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.benefits.deadlines import appeal_clock, clock
from assistant.domain.benefits import PlanWindow
from assistant.domain.errors import BadInput

CASES = list(csv.DictReader((Path(__file__).parent / "deadline_cases.csv").read_text().splitlines()))
TODAY = date(2026, 11, 22)


def day(cell: str) -> date | None:
    return date.fromisoformat(cell) if cell else None


@pytest.mark.parametrize("case", CASES, ids=[case["what"] for case in CASES])
def test_hand_made_table(case: dict[str, str]) -> None:
    known = {name: day(case[name]) for name in ("letter", "receipt", "service")}
    answer = clock(
        event=case["event"],
        plan_type=case["plan"],
        level=int(case["level"]) if case["level"] else None,
        dates={name: value for name, value in known.items() if value},
        today=TODAY,
        payer_stated=day(case["stated"]),
    )
    found = answer.deadline
    assert found is not None, answer.reason
    assert found.date == day(case["date"])
    assert found.anchor == case["anchor"]
    assert found.send_by == day(case["send_by"])
    assert sorted(a.date.isoformat() for a in found.alternatives) == case["others"].split()
    assert found.days_left == (found.date - TODAY).days


def test_the_clock_of_the_other_side_asks_the_office_to_send_nothing() -> None:
    found = clock(
        event="appeal_decision_urgent", plan_type="self_funded", dates={"receipt": date(2026, 9, 3)}, today=TODAY
    ).deadline
    assert found is not None
    assert (found.other_side, found.send_by) == (True, None)
    words = " ".join(found.notes)
    assert "send by" not in words
    assert "good cause" not in words
    assert "Over by 77 days: ask for the decision." in words


def test_source_is_citation_and_table_row() -> None:
    found = appeal_clock(plan_type="self_funded", letter_date=date(2026, 9, 3), today=TODAY).deadline
    assert found is not None
    assert found.source == "29 CFR 2560.503-1(h)(3)(i) (table row DL001)"


@pytest.mark.parametrize("plan", [None, "unknown"])
def test_unknown_funding_gives_no_law(plan: str | None) -> None:
    answer = appeal_clock(plan_type=plan, letter_date=date(2026, 9, 3), today=TODAY)
    assert answer.deadline is None
    assert "no law" in answer.reason
    assert "funding" in answer.ask


def test_unknown_funding_uses_the_plans_own_window() -> None:
    window = PlanWindow(value=90, counts_from="receipt", source="Brightsmile provider manual, appeals")
    answer = appeal_clock(
        plan_type=None, letter_date=date(2026, 9, 3), received=date(2026, 9, 9), today=TODAY, plan_window=window
    )
    assert answer.deadline is not None
    assert answer.deadline.date == date(2026, 12, 2)
    assert answer.deadline.source == window.source
    assert [a.date for a in answer.deadline.alternatives] == [date(2026, 12, 8)]


def test_a_shorter_contract_window_wins_over_the_law() -> None:
    window = PlanWindow(value=60, source="provider contract")
    found = appeal_clock(
        plan_type="self_funded", letter_date=date(2026, 9, 3), today=TODAY, plan_window=window
    ).deadline
    assert found is not None
    assert (found.date, found.source) == (date(2026, 11, 2), "provider contract")
    assert date(2027, 3, 2) in [a.date for a in found.alternatives]
    assert any("Passed 20 days ago" in note for note in found.notes)


@pytest.mark.parametrize(
    ("plan", "level", "lane", "words"),
    [
        ("insured", 1, "dental", "comes with a job"),
        ("medicaid_ffs", 1, None, "most that may be allowed"),
        ("commercial_dental", 1, "dental", "contract decides"),
        ("medicare_advantage", 2, None, "nothing has to be filed"),
        ("self_funded", 2, None, "no clock"),
    ],
)
def test_no_guessed_clock(plan: str, level: int, lane: str | None, words: str) -> None:
    answer = appeal_clock(plan_type=plan, level=level, letter_date=date(2026, 9, 3), today=TODAY, lane=lane)
    assert answer.deadline is None
    assert words in answer.reason


def test_external_review_leaves_stand_alone_dental_out() -> None:
    answer = clock(
        event="external_review",
        plan_type="self_funded",
        dates={"letter": date(2026, 9, 3)},
        today=TODAY,
        lane="dental",
    )
    assert answer.deadline is None
    assert "stand-alone dental" in answer.reason


def test_a_letter_clock_without_letter_date_asks_for_it() -> None:
    answer = appeal_clock(plan_type="medicaid", letter_date=None, received=date(2026, 9, 9), today=TODAY)
    assert answer.deadline is None
    assert answer.ask == "the letter date"


def test_a_rule_counts_only_while_in_force() -> None:
    before = clock(
        event="authorization_decision", plan_type="medicaid", dates={"receipt": date(2025, 12, 31)}, today=TODAY
    )
    assert before.deadline is None


def test_amount_in_dispute_is_known_only_for_its_year() -> None:
    now = appeal_clock(plan_type="medicare", level=3, letter_date=date(2026, 10, 1), today=TODAY).deadline
    later = appeal_clock(plan_type="medicare", level=3, letter_date=date(2026, 12, 1), today=date(2027, 1, 4)).deadline
    assert now is not None
    assert later is not None
    assert any("$200" in note and "2026" in note for note in now.notes)
    assert any("changes every January" in note for note in later.notes)


@pytest.mark.parametrize(
    "wrong", [{"plan_type": "hmo"}, {"plan_type": "erisa", "level": 0}], ids=["plan type", "level"]
)
def test_wrong_words_are_refused_with_a_fix(wrong: dict[str, object]) -> None:
    with pytest.raises(BadInput) as error:
        appeal_clock(letter_date=date(2026, 9, 3), today=TODAY, **wrong)
    assert error.value.fix


@pytest.mark.parametrize("year", [1, 1026, 2206, 9999])
def test_a_year_that_cannot_be_right_is_refused(year: int) -> None:
    with pytest.raises(BadInput, match="cannot be right"):
        appeal_clock(plan_type="erisa", letter_date=date(year, 9, 3), today=TODAY)


@settings(max_examples=80, derandomize=True, deadline=None)
@given(
    letter=st.dates(date(2024, 1, 1), date(2030, 12, 31)),
    later=st.integers(0, 40),
    plan=st.sampled_from(["self_funded", "erisa", "insured", "medicare_advantage", "medicaid", "tricare"]),
    stated=st.none() | st.dates(date(2024, 1, 1), date(2031, 12, 31)),
)
def test_main_date_is_never_later_than_another_reading(
    letter: date, later: int, plan: str, stated: date | None
) -> None:
    received = date.fromordinal(letter.toordinal() + later)
    found = appeal_clock(
        plan_type=plan, letter_date=letter, received=received, today=letter, payer_stated=stated
    ).deadline
    assert found is not None
    assert all(found.date <= other.date for other in found.alternatives)
    assert found.send_by is not None
    assert found.send_by <= found.date


@pytest.mark.parametrize(
    ("stated", "main", "anchor_date", "note"),
    [
        (date(2026, 12, 1), date(2026, 12, 1), date(2026, 12, 1), "The rule gives 2027-03-02, counted from the letter"),
        (date(2027, 4, 1), date(2027, 3, 2), date(2026, 9, 3), "The letter states 2027-04-01; the rule's day"),
        (date(2027, 3, 2), date(2027, 3, 2), date(2026, 9, 3), "The letter states the day that the rule gives"),
    ],
)
def test_a_day_that_the_letter_states_is_its_own_anchor_beside_the_rules_day(
    stated: date, main: date, anchor_date: date, note: str
) -> None:
    found = appeal_clock(
        plan_type="self_funded", letter_date=date(2026, 9, 3), payer_stated=stated, today=date(2026, 11, 22)
    ).deadline
    assert found is not None
    assert (found.date, found.anchor_date) == (main, anchor_date)
    assert found.notes[0].startswith(note)
    assert "DL001" in found.notes[0]
    for other in found.alternatives:
        assert other.anchor_date == (stated if "stated" in other.anchor else date(2026, 9, 3))
