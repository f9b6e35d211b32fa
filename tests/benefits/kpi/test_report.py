"""The report over a small file whose every number was worked out by hand."""

from datetime import date
from decimal import Decimal
from pathlib import Path

from assistant.benefits.kpi.numbers import reading_rule
from assistant.benefits.kpi.report import kpi_report
from assistant.benefits.kpi.worklist import worklist
from assistant.domain.kpi import ClaimRow, DaysInReceivables, DenialCount, StuckPile
from assistant.intake.claims_export import read_claims_export

MONDAY = date(2026, 11, 23)
DATA = (Path(__file__).parent / "claims.csv").read_bytes()
REPORT = kpi_report(read_claims_export(DATA, "claims.csv"), as_of=MONDAY, file="claims.csv")


def test_denials_by_category_with_the_period_before() -> None:
    found = {each.category: (each.count, each.before, each.trend, str(each.amount)) for each in REPORT.denials}
    assert found == {
        "medical_necessity": (1, 0, "up", "3500.00"),
        "authorization": (1, 0, "up", "700.00"),
        "unknown": (1, 0, "up", "250.00"),
    }
    assert REPORT.steps == {"qualification": 2, "unknown": 1}


def test_a_denial_without_a_date_is_in_no_period_and_makes_no_trend() -> None:
    text = (
        "Claim,Payer,DOS,Sent,Fee,Status,Reason Code,Denied Date\n"
        "1,A,2026-10-01,2026-10-02,100,Denied,CO-29,2026-11-01\n"
        "2,A,2026-09-01,2026-09-02,200,Denied,CO-29,2026-10-01\n"
        "3,B,2026-09-15,2026-09-16,300,Denied,CO-29,\n"
        "4,B,2026-09-15,2026-09-16,300,Denied,CO-50,\n"
    )
    report = kpi_report(read_claims_export(text.encode(), "c.csv"), as_of=MONDAY)
    found = {each.category: (each.count, each.before, each.undated, each.trend) for each in report.denials}
    assert found == {"timely_filing": (1, 1, 1, "same"), "medical_necessity": (0, 0, 1, "same")}
    assert [problem.row for problem in report.problems if "in no trend" in problem.message] == [4, 5]


def test_dates_and_payments_that_cannot_be_right_are_named() -> None:
    text = "Claim,Payer,DOS,Sent,Fee,Ins Paid,Status\n9,X,2026-05-01,2026-04-02,500,600,Paid\n"
    report = kpi_report(read_claims_export(text.encode(), "c.csv"), as_of=MONDAY)
    assert [(problem.row, problem.column) for problem in report.problems] == [(2, "submitted"), (2, "paid")]


def test_days_in_receivables_with_the_formula() -> None:
    days = REPORT.days_in_receivables
    # Open: 3500 + 3500 + 1400 + 400 + 360 + 700 + 250; charged since August 26: 3500 + 1400 + 360 + 120.
    assert (days.receivables, days.charges) == (Decimal(10110), Decimal(5380))
    assert str(days.value) == "169.1"
    assert "10110.00 open / (5380.00 charged in the last 90 days / 90)" in days.formula


def test_stuck_piles_with_their_age() -> None:
    assert [(pile.state, pile.count, pile.oldest_days, pile.rows) for pile in REPORT.stuck] == [
        ("records", 1, 21, (4,)),
        ("payer_response", 1, 126, (5,)),
    ]
    assert not any("bottleneck" in text for text in REPORT.reading), "two claims say nothing about a step"


def test_ageing_adds_up_to_the_receivables() -> None:
    of_all = [bucket for bucket in REPORT.ageing if not bucket.payer]
    by_payer = [bucket for bucket in REPORT.ageing if bucket.payer]
    assert {bucket.bucket: bucket.count for bucket in of_all} == {"0-30": 2, "31-60": 1, "61-90": 3, "over 90": 2}
    assert sum(bucket.amount for bucket in of_all) == REPORT.receivables
    assert sum(bucket.amount for bucket in by_payer) == REPORT.receivables
    assert "Brightsmile Dental" in {bucket.payer for bucket in by_payer}


def test_the_worklist_goes_by_deadline_then_worth_then_age() -> None:
    first, second, third = REPORT.worklist[:3]
    # Row 2: 180 days of the employer-plan rule end on 2027-03-02, the card's 90 days on 2026-12-02.
    assert (first.row, first.deadline, first.days_left, first.action) == (2, date(2026, 12, 2), 9, "appeal")
    assert (second.row, second.deadline) == (3, date(2027, 2, 1))
    assert (third.row, third.deadline) == (9, date(2027, 3, 10))
    without = [item for item in REPORT.worklist if item.deadline is None]
    assert [item.worth for item in without] == sorted((item.worth for item in without), reverse=True)
    assert all("assumed chance" in item.why for item in REPORT.worklist)


def test_a_clock_that_ran_out_goes_last() -> None:
    rows = [
        ClaimRow(row=2, billed=Decimal(900), balance=Decimal(900), state="denied", due=date(2026, 11, 1), carc="50"),
        ClaimRow(row=3, billed=Decimal(5), balance=Decimal(5), state="submitted"),
    ]
    found = worklist(rows, MONDAY)
    assert [item.row for item in found] == [3, 2]
    assert "over by 22 days" in found[1].why


def test_missed_medical_leaves_out_medical_plans_and_plain_dental_care() -> None:
    assert {each.row: each.medical for each in REPORT.missed_medical} == {
        5: ("40808", "41100", "41108", "42100"),
        11: ("41800", "40800"),
    }


def test_problems_are_named_and_duplicates_counted_once() -> None:
    assert (REPORT.read, REPORT.used) == (10, 9)
    named = {(problem.row, problem.column) for problem in REPORT.problems}
    assert named == {
        (8, ""),
        (9, "service"),
        (10, "billed"),
        (10, "balance"),
        (10, "status"),
        (11, "carc"),
        (11, "service"),
    }
    assert all(problem.fix for problem in REPORT.problems)


def test_nothing_read_names_a_patient() -> None:
    written = REPORT.model_dump_json()
    assert not any(name in written for name in ("Doe", "Roe", "Poe", "Patient"))


def denied(category: str, count: int, before: int) -> DenialCount:
    return DenialCount(
        category=category,
        label=category.replace("_", " "),
        count=count,
        amount=Decimal(0),
        before=before,
        trend="up",
        root_cause="qualification",
    )


def days(value: str | None) -> DaysInReceivables:
    return DaysInReceivables(
        value=Decimal(value) if value else None,
        receivables=Decimal(0),
        charges=Decimal(0),
        window_days=90,
        formula="",
    )


def test_the_reading_rule() -> None:
    spike = reading_rule([denied("medical_necessity", 6, 2)], [], days("30"), Decimal("0.2"), 50)
    assert "qualification before the visit" in spike[0]
    assert reading_rule([denied("medical_necessity", 6, 5)], [], days("30"), Decimal("0.2"), 50) == ()
    pile = StuckPile(state="records", count=9, amount=Decimal(1), oldest_days=20, rows=(1,), after_days=15)
    assert "bottleneck" in reading_rule([], [pile], days("30"), Decimal("0.2"), 50)[0]
    assert "no one owns" in reading_rule([], [], days("61"), Decimal("0.02"), 50)[0]


def test_nothing_is_concluded_from_a_row_or_two() -> None:
    pile = StuckPile(state="records", count=2, amount=Decimal(1), oldest_days=200, rows=(1, 2), after_days=15)
    assert reading_rule([], [pile], days("30"), None, 2) == ()
    assert reading_rule([], [], days("400"), None, 1) == (), "nothing was decided, so denials are not few"


def test_an_empty_period_has_no_days_and_says_so() -> None:
    report = kpi_report(read_claims_export(b"Carrier,DOS,Billed,Status\nFoo,2020-01-01,100,Sent\n"), as_of=MONDAY)
    assert report.days_in_receivables.value is None
    assert "no charges" in report.days_in_receivables.formula
    assert report.denial_rate is None
