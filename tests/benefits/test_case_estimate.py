from datetime import date
from decimal import Decimal

import pytest

from assistant.benefits.case_estimate import compare_wallets, estimate_case, saved
from assistant.domain.case import Case
from assistant.domain.errors import BadInput

TODAY = date(2026, 11, 22)
CLAIM = {
    "lane": "medical",
    "as_of": "2026-11-22",
    "lines": [{"id": "1", "code": "D7240", "tooth": "17", "fee": "700.00"}],
    "coverages": [
        {
            "lane": "medical",
            "payer": "Northlake Health",
            "order": 1,
            "in_network": True,
            "deductible": "200.00",
            "deductible_met": "50.00",
            "percent": {"all": "0.80"},
            "allowed": {"D7240": "500.00"},
        },
        {
            "lane": "dental",
            "payer": "Brightsmile Dental",
            "order": 2,
            "in_network": True,
            "annual_maximum": "1000.00",
            "maximum_used": "900.00",
            "deductible": "0",
            "percent": {"basic": "0.80"},
            "allowed": {"D7240": "450.00"},
            "cob": "standard",
        },
    ],
}


def test_the_same_tooth_through_each_wallet() -> None:
    wallets = {wallet.name: wallet for wallet in compare_wallets(Case.model_validate({"claim": CLAIM}), today=TODAY)}
    dental, both, medical = (wallets[name] for name in ("dental_only", "medical_first", "medical_only"))
    assert (dental.total.plan_pays, dental.total.patient) == (Decimal("100.00"), Decimal("350.00"))
    assert (both.total.plan_pays, both.total.patient) == (Decimal("380.00"), Decimal("120.00"))
    assert (medical.total.plan_pays, medical.total.patient) == (Decimal("280.00"), Decimal("220.00"))
    assert both.plans == ("Northlake Health", "Brightsmile Dental")
    assert dental.dental_maximum_used is not None
    assert dental.dental_maximum_used.exact == Decimal("100.00")
    less = saved(dental.total, both.total)
    assert less is not None
    assert less.exact == Decimal("230.00")


def test_only_the_wallets_on_file_are_compared() -> None:
    claim = {**CLAIM, "coverages": CLAIM["coverages"][1:]}
    wallets = compare_wallets(Case.model_validate({"claim": claim}), today=TODAY)
    assert [wallet.name for wallet in wallets] == ["dental_only"]


def test_an_entered_day_of_loss_settles_the_missing_tooth_clause() -> None:
    plan = {**CLAIM["coverages"][1], "missing_tooth_clause": True, "effective": "2022-01-01"}
    plan |= {"percent": {"major": "0.50"}, "allowed": {"D6010": "1300.00"}, "maximum_used": "0"}
    claim = {**CLAIM, "lane": "dental", "coverages": [plan]}
    claim["lines"] = [{"id": "1", "code": "D6010", "tooth": "19", "fee": "1800.00"}]
    fact = {"key": "tooth_lost:19", "value": "2019-05-01", "who": "front desk", "when": "2026-11-20"}
    found = estimate_case(Case.model_validate({"claim": claim, "facts": [fact]}), today=TODAY)
    assert (found.status, found.total.plan_pays) == ("exact", Decimal("0.00"))
    wrong = {**fact, "value": "spring"}
    with pytest.raises(BadInput, match="tooth_lost:19"):
        estimate_case(Case.model_validate({"claim": claim, "facts": [wrong]}), today=TODAY)
