"""Estimates: the second calculation, the sample job, ranges for what is unknown, and what always holds."""

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.benefits.estimate import DISCLAIMER, estimate_claim
from assistant.benefits.limit_checks import limit_checks
from assistant.domain.claim import Claim
from assistant.domain.estimate import Cut, Estimate
from assistant.domain.policy import Limit

TODAY = date(2026, 11, 22)
SECOND = list(csv.DictReader((Path(__file__).parent / "second_calculation.csv").read_text().splitlines()))
PLAN: dict[str, Any] = {
    "lane": "dental",
    "payer": "Northlake Dental",
    "in_network": True,
    "effective": "2020-01-01",
    "annual_maximum": "1500.00",
    "maximum_used": "900.00",
    "deductible": "50.00",
    "deductible_met": "0.00",
    "deductible_waived": ["preventive", "diagnostic"],
    "percent": {"preventive": "1.00", "basic": "0.80", "major": "0.50"},
    "allowed": {"D2740": "1100.00", "D2392": "180.00", "D2150": "120.00", "D1110": "85.00", "D6010": "1300.00"},
}
CROWN: dict[str, Any] = {"id": "1", "code": "D2740", "tooth": "30", "fee": "1400.00"}


def estimate(lines: list[dict[str, Any]] | None = None, plan: dict[str, Any] | None = None, **extra: Any) -> Estimate:
    limits = extra.pop("limits", None)
    content: dict[str, Any] = {"lane": "dental", "as_of": "2026-11-22", "lines": lines or [CROWN]}
    coverages = extra.pop("coverages", [{**PLAN, **(plan or {})}])
    claim = Claim.model_validate({**content, "coverages": coverages, **extra})
    return estimate_claim(claim, today=TODAY, limits=limits)


def amounts(found: Estimate) -> tuple[str, str, str]:
    total = found.total
    return (str(total.plan_pays), str(total.patient), str(total.write_off))


@pytest.mark.parametrize("row", SECOND, ids=[f"{row['id']} {row['what']}" for row in SECOND])
def test_agrees_with_the_second_calculation(row: dict[str, str]) -> None:
    def plan(order: int, allowed: str, deductible: str, per_mille: str, maximum: str) -> dict[str, Any]:
        return {
            "lane": "dental",
            "payer": f"Plan {order}",
            "order": order,
            "in_network": row["network"] == "in",
            "annual_maximum": maximum or "999999",
            "maximum_used": "0",
            "deductible": deductible or "0",
            "deductible_met": "0",
            "percent": {"major": str(Decimal(per_mille).scaleb(-3))},
            "allowed": {"D2740": allowed},
        }

    first = plan(1, row["allowed"], row["deductible_left"], row["per_mille"], row["maximum_left"])
    if row["alternate"]:
        first["alternate_benefit"] = {"D2740": "D2791"}
        first["allowed"]["D2791"] = row["alternate"]
    coverages = [first]
    if row["method"]:
        second = plan(
            2, row["second_allowed"], row["second_deductible"], row["second_per_mille"], row["second_maximum"]
        )
        coverages.append({**second, "cob": row["method"]})
    found = estimate([{**CROWN, "fee": row["fee"]}], coverages=coverages)
    assert found.status == "exact"
    pays = {share.order: share.pays for share in found.lines[0].plans}
    assert pays[1] == Decimal(row["first_pays"])
    assert pays.get(2, Decimal(0)) == Decimal(row["second_pays"])
    assert found.total.patient == Decimal(row["patient"])
    assert found.total.write_off == Decimal(row["write_off"])


def test_the_crown_of_the_sample_job() -> None:
    rule = Limit(
        codes=("D2740",), kind="replacement", window=5, window_unit="year", per="tooth", payer="Northlake Dental"
    )
    history = [{"code": "D2740", "date_of_service": "2019-05-10", "tooth": "30"}]
    claim = Claim.model_validate(
        {"lane": "dental", "as_of": "2026-11-22", "lines": [CROWN], "history": history, "coverages": [PLAN]}
    )
    checks = limit_checks(claim, [rule], on=TODAY)
    found = estimate_claim(claim, today=TODAY, limits=checks)
    assert amounts(found) == ("525.00", "575.00", "300.00")
    assert str(found.left[0].maximum_left) == "low=Decimal('75.00') high=Decimal('75.00')"
    assert "last done 2019-05-10" in found.lines[0].reasons[0]
    assert DISCLAIMER in found.notes


def test_the_crown_with_less_maximum_left() -> None:
    found = estimate(plan={"maximum_used": "1100.00"})
    assert amounts(found) == ("400.00", "700.00", "300.00")
    assert found.lines[0].plans[0].cut == Cut(maximum="annual", left=Decimal("400.00"))
    assert "limited to 400.00 left of the annual maximum" in found.lines[0].plans[0].reasons


def test_a_later_plan_that_pays_nothing_anyway_was_not_cut_by_its_maximum() -> None:
    second = {**PLAN, "payer": "Brightsmile", "order": 2, "cob": "non_duplication", "maximum_used": "1500.00"}
    share = estimate(coverages=[{**PLAN, "order": 1}, second]).lines[0].plans[1]
    assert share.pays == 0
    assert share.cut is None
    assert not any("limited" in reason for reason in share.reasons)


def test_a_replacement_rule_that_is_not_over() -> None:
    rule = Limit(
        codes=("D2740",), kind="replacement", window=5, window_unit="year", per="tooth", payer="Northlake Dental"
    )
    history = [{"code": "D2740", "date_of_service": "2023-05-10", "tooth": "30"}]
    claim = Claim.model_validate({"lane": "dental", "lines": [CROWN], "history": history, "coverages": [PLAN]})
    checks = limit_checks(claim, [rule], on=TODAY)
    assert checks["1"].reopens == date(2028, 5, 10)
    assert amounts(estimate_claim(claim, today=TODAY, limits=checks)) == ("0.00", "1100.00", "300.00")


def test_custom_alone_makes_a_question_not_a_denial() -> None:
    history = [{"code": "D2740", "date_of_service": "2023-05-10", "tooth": "30"}]
    claim = Claim.model_validate(
        {"lane": "dental", "as_of": "2026-11-22", "lines": [CROWN], "history": history, "coverages": [PLAN]}
    )
    found = estimate_claim(claim, today=TODAY, limits=limit_checks(claim, [], on=TODAY))
    assert found.status == "range"
    assert found.total.patient_range is not None
    assert (str(found.total.patient_range.low), str(found.total.patient_range.high)) == ("575.00", "1100.00")
    assert "most plans pay" in found.gaps[0]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"in_network": False}, ("525.00", "875.00", "0.00")),
        ({"waiting_periods": {"major": 12}, "effective": "2026-03-01"}, ("0.00", "1100.00", "300.00")),
        ({"waiting_periods": {"major": 6}, "effective": "2026-03-01"}, ("525.00", "575.00", "300.00")),
        ({"terminated": "2026-10-31"}, ("0.00", "1400.00", "0.00")),
        ({"effective": "2026-12-01"}, ("0.00", "1400.00", "0.00")),
        ({"alternate_benefit": {"D2740": "D2150"}}, ("35.00", "1065.00", "300.00")),
        ({"family_deductible": "150.00", "family_deductible_met": "140.00"}, ("545.00", "555.00", "300.00")),
        ({"percent": {"D2740": "0.60", "major": "0.50"}, "maximum_used": "0.00"}, ("630.00", "470.00", "300.00")),
        ({"percent": {"major": "80"}, "maximum_used": "0"}, ("840.00", "260.00", "300.00")),
        ({"percent": {"major": "80%"}, "maximum_used": "0"}, ("840.00", "260.00", "300.00")),
        ({"percent": {"major": "100%"}, "maximum_used": "0"}, ("1050.00", "50.00", "300.00")),
        ({"percent": {"Major": 0.5}, "maximum_used": "0"}, ("525.00", "575.00", "300.00")),
    ],
)
def test_terms_of_the_plan(change: dict[str, Any], expected: tuple[str, str, str]) -> None:
    assert amounts(estimate(plan=change)) == expected


@pytest.mark.parametrize(
    ("change", "plan", "patient", "gap"),
    [
        ({"in_network": None}, ("525.00", "525.00"), ("575.00", "875.00"), "network"),
        ({"deductible_met": None}, ("525.00", "550.00"), ("550.00", "575.00"), "deductible"),
        ({"maximum_used": None}, ("0.00", "525.00"), ("575.00", "1100.00"), "annual maximum"),
        ({"percent": {}}, ("0.00", "600.00"), ("500.00", "1100.00"), "percent"),
        ({"percent": {"major": "1"}}, ("0.00", "600.00"), ("500.00", "1100.00"), "percent"),
        ({"allowed": {}}, ("0.00", "600.00"), ("0.00", "800.00"), "allowed amount"),
        ({"annual_maximum": None}, ("0.00", "525.00"), ("575.00", "1100.00"), "annual maximum"),
        ({"waiting_periods": {"major": 6}, "effective": None}, ("0.00", "525.00"), ("575.00", "1100.00"), "since when"),
    ],
)
def test_what_is_unknown_is_a_range_with_a_named_gap(
    change: dict[str, Any], plan: tuple[str, str], patient: tuple[str, str], gap: str
) -> None:
    found = estimate(plan=change)
    assert found.status == "range"
    assert found.total.plan_pays_range is not None
    assert found.total.patient_range is not None
    assert (str(found.total.plan_pays_range.low), str(found.total.plan_pays_range.high)) == plan
    assert (str(found.total.patient_range.low), str(found.total.patient_range.high)) == patient
    assert gap in " ".join(found.gaps)


def test_missing_tooth_clause() -> None:
    implant = [{"id": "1", "code": "D6010", "tooth": "19", "fee": "1800.00"}]
    taken_before = {"history": [{"code": "D7140", "date_of_service": "2019-02-01", "tooth": "19"}]}
    taken_after = {"history": [{"code": "D7140", "date_of_service": "2024-02-01", "tooth": "19"}]}
    clause = {"missing_tooth_clause": True}
    assert amounts(estimate(implant, clause, **taken_before)) == ("0.00", "1300.00", "500.00")
    assert amounts(estimate(implant, clause, **taken_after)) == ("600.00", "700.00", "500.00")
    assert estimate(implant, clause).status == "range"
    assert amounts(estimate(implant, {"missing_tooth_clause": False})) == ("600.00", "700.00", "500.00")


def test_deductible_and_maximum_go_down_by_date() -> None:
    lines = [
        {**CROWN, "date_of_service": "2026-12-01"},
        {"id": "2", "code": "D2392", "tooth": "19", "surfaces": "MO", "fee": "260.00", "date_of_service": "2026-11-24"},
        {"id": "3", "code": "D1110", "fee": "120.00", "date_of_service": "2026-11-24"},
    ]
    found = estimate(lines)
    assert [str(line.plan_pays) for line in found.lines] == ["411.00", "104.00", "85.00"]
    assert found.left[0].maximum_left is not None
    assert found.left[0].maximum_left.exact == 0


def test_a_new_benefit_year_starts_full() -> None:
    lines = [
        {**CROWN, "id": "1", "date_of_service": "2026-12-20"},
        {**CROWN, "id": "2", "tooth": "31", "date_of_service": "2027-01-10"},
    ]
    found = estimate(lines, {"maximum_used": "1500.00", "deductible_met": "50.00"})
    assert [str(line.plan_pays) for line in found.lines] == ["0.00", "525.00"]
    assert [str(phase.patient) for phase in found.phases] == ["1100.00", "575.00"]
    july = estimate(lines, {"maximum_used": "1500.00", "benefit_year_start": "07-01"})
    assert [str(line.plan_pays) for line in july.lines] == ["0.00", "0.00"]
    assert not july.phases


def test_prevention_without_a_word_on_the_deductible() -> None:
    cleaning = [{"id": "1", "code": "D1110", "fee": "120.00"}]
    found = estimate(cleaning, {"deductible_waived": []})
    assert found.total.plan_pays_range is not None
    assert (str(found.total.plan_pays_range.low), str(found.total.plan_pays_range.high)) == ("35.00", "85.00")
    assert "waives the deductible" in found.gaps[0]


def test_a_line_without_fee_still_tells_the_patients_share() -> None:
    found = estimate([{**CROWN, "fee": None}])
    assert (found.total.fee, found.total.write_off) == (None, None)
    assert str(found.total.patient) == "575.00"
    assert "office fee" in " ".join(found.gaps)


def test_a_line_without_fee_and_allowed_amount_stays_open() -> None:
    found = estimate([{**CROWN, "fee": None, "code": "D9110"}, {**CROWN, "id": "2"}])
    blank, crown = found.lines
    assert (blank.plan_pays, blank.plan_pays_range, blank.patient_range) == (None, None, None)
    assert any("fee" in gap for gap in blank.gaps)
    assert crown.plan_pays is not None
    assert (found.status, found.total.plan_pays, found.total.patient_range) == ("range", None, None)


def test_a_service_that_is_part_of_another() -> None:
    claim = Claim.model_validate({"lane": "dental", "lines": [CROWN], "coverages": [PLAN]})
    found = estimate_claim(claim, today=TODAY, bundled={"1": "part of the bridge"})
    assert amounts(found) == ("0.00", "0.00", "1400.00")


def test_unknown_coordination_takes_all_methods() -> None:
    second = {**PLAN, "payer": "Brightsmile", "order": 2, "percent": {"major": "0.80"}, "maximum_used": "0"}
    found = estimate(coverages=[{**PLAN, "order": 1}, {**second, "deductible": "0", "deductible_met": "0"}])
    shares = {share.payer: share.pays_range for share in found.lines[0].plans}
    assert (str(shares["Brightsmile"].low), str(shares["Brightsmile"].high)) == ("355.00", "575.00")
    assert "coordinates benefits" in found.gaps[0]


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"annual_maximum": "-5"}, "ES01"),
        ({"maximum_used": "1600.00"}, "ES02"),
        ({"percent": {"major": "1"}}, "ES03"),
        ({"percent": {"major": "180"}}, "ES03"),
        ({"order": 0}, "ES04"),
        ({"terminated": "2019-01-01"}, "ES06"),
        ({"benefit_year_start": "13-40"}, "ES10"),
        ({"allowed": {"D2740": "-1"}}, "ES01"),
        ({"waiting_periods": {"major": 99999}}, "ES11"),
    ],
)
def test_impossible_plans_are_named_and_the_rest_goes_on(change: dict[str, Any], rule: str) -> None:
    found = estimate(plan=change)
    finding = next(finding for finding in found.findings if finding.rule == rule)
    assert finding.where.startswith("coverages[0].")
    assert finding.fix
    assert found.lines


def test_impossible_lines_are_left_out_and_named() -> None:
    found = estimate([{**CROWN, "fee": "-1"}, {**CROWN, "id": "2"}, {**CROWN, "id": "3"}])
    assert [line.id for line in found.lines] == ["2", "3"]
    assert {finding.rule for finding in found.findings} == {"ES05", "ES08"}


def test_no_plan_and_no_line() -> None:
    without = estimate(coverages=[])
    assert without.status == "not_possible"
    assert (str(without.total.fee), without.total.patient, without.total.plan_pays) == ("1400.00", None, None)
    assert "coverage" in without.gaps[0]
    assert any("annual maximum" in gap for gap in without.gaps)
    assert not any("patient owes" in text for line in without.lines for text in (*line.reasons, *without.notes))
    assert estimate([{**CROWN, "fee": "-1"}]).status == "not_possible"


CODES = ["D2740", "D2392", "D1110"]
AMOUNT = st.integers(0, 200_000).map(lambda cents: str(Decimal(cents).scaleb(-2)))
SHARE = st.integers(0, 100).map(lambda percent: str((Decimal(percent) / 100).quantize(Decimal("0.01"))))


@st.composite
def claims(draw: st.DrawFn, same_share: bool = False) -> dict[str, Any]:
    share = draw(SHARE)
    coverages = []
    for order in range(1, draw(st.integers(1, 1 if same_share else 3)) + 1):
        percent = {name: share if same_share else draw(SHARE) for name in ("preventive", "basic", "major")}
        coverages.append(
            {
                "lane": "dental",
                "payer": f"Plan {order}",
                "order": order,
                "in_network": draw(st.booleans()),
                "annual_maximum": draw(AMOUNT),
                "maximum_used": "0",
                "deductible": draw(AMOUNT),
                "deductible_met": "0",
                "deductible_waived": ["none"],
                "percent": percent,
                "allowed": {code: draw(AMOUNT) for code in CODES},
                "cob": draw(st.sampled_from(["standard", "non_duplication", "carve_out", "maintenance_of_benefits"])),
            }
        )
    count = draw(st.integers(1, 4))
    lines = [
        {"id": str(n), "code": draw(st.sampled_from(CODES)), "fee": draw(AMOUNT), "tooth": str(n + 1)}
        for n in range(count)
    ]
    return {"lane": "dental", "as_of": "2026-11-22", "lines": lines, "coverages": coverages}


@settings(max_examples=150, derandomize=True, deadline=None)
@given(content=claims())
def test_every_cent_has_one_owner_and_no_plan_goes_over_its_maximum(content: dict[str, Any]) -> None:
    claim = Claim.model_validate(content)
    found = estimate_claim(claim, today=TODAY)
    assert found.status == "exact"
    for amounts_ in (*found.lines, found.total):
        assert amounts_.plan_pays is not None
        assert amounts_.patient is not None
        assert amounts_.write_off is not None
        assert amounts_.plan_pays + amounts_.patient + amounts_.write_off == amounts_.fee
        assert min(amounts_.plan_pays, amounts_.patient, amounts_.write_off) >= 0
    for coverage in claim.coverages:
        paid = sum(
            share.pays or Decimal(0) for line in found.lines for share in line.plans if share.order == coverage.order
        )
        assert coverage.annual_maximum is not None
        assert paid <= coverage.annual_maximum
    assert found.total.plan_pays == sum(line.plan_pays or Decimal(0) for line in found.lines)


@settings(max_examples=80, derandomize=True, deadline=None)
@given(content=claims(same_share=True), seed=st.randoms(use_true_random=False))
def test_with_one_share_the_order_of_lines_moves_no_total(content: dict[str, Any], seed: Any) -> None:
    content["coverages"][0]["percent"] = dict.fromkeys(("preventive", "basic", "major"), "1.00")
    turned = {**content, "lines": seed.sample(content["lines"], len(content["lines"]))}
    one = estimate_claim(Claim.model_validate(content), today=TODAY).total
    other = estimate_claim(Claim.model_validate(turned), today=TODAY).total
    assert one == other


@settings(max_examples=60, derandomize=True, deadline=None)
@given(
    content=claims(),
    unknown=st.sampled_from(["maximum_used", "deductible_met", "in_network", "cob", "percent", "allowed"]),
)
def test_a_range_holds_the_exact_answer(content: dict[str, Any], unknown: str) -> None:
    exact = estimate_claim(Claim.model_validate(content), today=TODAY).total
    last = content["coverages"][-1]
    hidden = {**last, unknown: {} if unknown in ("percent", "allowed") else None}
    vague = Claim.model_validate({**content, "coverages": [*content["coverages"][:-1], hidden]})
    found = estimate_claim(vague, today=TODAY).total
    for amount, ends in (
        (exact.plan_pays, found.plan_pays_range),
        (exact.patient, found.patient_range),
        (exact.write_off, found.write_off_range),
    ):
        assert amount is not None
        assert ends is not None
        assert ends.low <= amount <= ends.high
