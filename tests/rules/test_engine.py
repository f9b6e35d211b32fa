"""One pass: order, as-of date, numbering, counts."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from assistant.domain.claim import Claim
from assistant.domain.finding import Report
from assistant.rules.engine import check_claim, systems
from assistant.rules.families import all_rules
from assistant.rules.rule import ORDER

TODAY = date(2026, 11, 22)
LINE = {"id": "1", "code": "D2740", "date_of_service": "2026-11-12", "tooth": "3", "fee": "1200.00"}


def claim(**changes: Any) -> Claim:
    whole: dict[str, Any] = {
        "lane": "dental",
        "tooth_system": "universal",
        "billing_provider": {"npi": "1234567893"},
        "lines": [LINE],
    }
    return Claim.model_validate({key: value for key, value in (whole | changes).items() if value is not None})


def ids(report: Report) -> list[str]:
    return [finding.rule for finding in report.findings]


def test_all_problems_show_in_one_pass_in_claim_order() -> None:
    broken = claim(
        billing_provider={"npi": "1234567890"},
        lines=[
            LINE | {"tooth": "33", "fee": "-1.00"},
            LINE | {"id": "2", "code": "D2392", "tooth": "19", "surfaces": None},
        ],
    )
    errors = [finding.where for finding in check_claim(broken, today=TODAY).findings if finding.severity == "error"]
    assert errors == ["billing_provider.npi", "lines[0].tooth", "lines[0].fee", "lines[1].surfaces"]


def test_the_claims_own_day_goes_before_today() -> None:
    old = claim(as_of="2026-11-10")
    assert "DT03" in ids(check_claim(old, today=TODAY))
    assert "DT03" not in ids(check_claim(claim(), today=TODAY))
    assert "DT03" in ids(check_claim(claim(), today=date(2026, 11, 1)))


def test_notes_and_warnings_leave_a_claim_ok() -> None:
    report = check_claim(claim(), today=TODAY)
    assert report.ok
    assert {finding.severity for finding in report.findings} <= {"warning", "note"}


def test_checked_counts_the_rules_that_had_something_to_judge() -> None:
    small = check_claim(claim(lines=[LINE | {"code": "D0120", "tooth": None}]), today=TODAY).checked
    large = check_claim(claim(diagnoses=["K02.63"], narrative="#3 caries"), today=TODAY).checked
    assert 0 < small < large < len(all_rules())


def test_repeated_checks_are_equal() -> None:
    assert check_claim(claim(), today=TODAY) == check_claim(claim(), today=TODAY)


def test_no_finding_is_worse_than_its_rule() -> None:
    worst = {rule.id: ORDER.index(rule.severity) for rule in all_rules()}
    report = check_claim(claim(diagnoses=["K08.1"], lines=[LINE | {"code": "D5110", "area": "02"}]), today=TODAY)
    assert all(ORDER.index(each.severity) >= worst[each.rule] for each in report.findings)


def test_a_predicted_denial_stands_on_errors_and_never_on_notes() -> None:
    report = check_claim(claim(lines=[LINE | {"tooth": "33"}, LINE | {"id": "2", "code": "D2199"}]), today=TODAY)
    predicted = {finding.rule: finding.predicts for finding in report.findings}
    assert predicted["TS03"] is not None
    assert predicted["TS03"].rarc == "N37"
    assert predicted["FV04"] is None


@pytest.mark.parametrize(
    ("teeth", "expected"),
    [
        (["3"], ("universal",)),
        (["45"], ("iso",)),
        (["14"], ("universal", "iso")),
        (["14", "3"], ("universal",)),
        (["14", "46"], ("iso",)),
        (["99"], ("universal",)),
        ([], ("universal",)),
    ],
)
def test_numbering_is_told_only_where_one_system_fits(teeth: list[str], expected: tuple[str, ...]) -> None:
    lines = [LINE | {"id": str(number), "tooth": tooth} for number, tooth in enumerate(teeth)]
    assert systems(claim(tooth_system=None, lines=lines or [LINE | {"tooth": None}])) == expected


def test_a_doubtful_number_is_wrong_only_when_both_readings_are() -> None:
    molar_or_premolar = claim(tooth_system=None, lines=[LINE | {"code": "D3330", "tooth": "14"}])
    assert "TS10" not in ids(check_claim(molar_or_premolar, today=TODAY))
    never_anterior = claim(tooth_system=None, lines=[LINE | {"code": "D3310", "tooth": "14"}])
    assert "TS10" in ids(check_claim(never_anterior, today=TODAY))


def test_iso_numbers_are_judged_as_the_teeth_they_mean() -> None:
    canine = claim(tooth_system="iso", lines=[LINE | {"code": "D3310", "tooth": "13"}])
    assert "TS10" not in ids(check_claim(canine, today=TODAY))
    molar = claim(tooth_system="iso", lines=[LINE | {"code": "D3310", "tooth": "16"}])
    assert "TS10" in ids(check_claim(molar, today=TODAY))


def test_an_empty_claim_is_judged_too() -> None:
    report = check_claim(Claim(lane="medical"), today=TODAY)
    assert not report.ok
    assert "FV08" in ids(report)


def test_a_claim_holds_fifty_lines() -> None:
    exam = LINE | {"code": "D9110", "tooth": "3"}
    full = claim(lines=[exam | {"id": str(number)} for number in range(50)])
    assert "FV08" not in ids(check_claim(full, today=TODAY))
    longer = claim(lines=[exam | {"id": str(number)} for number in range(51)])
    assert "FV08" in ids(check_claim(longer, today=TODAY))
