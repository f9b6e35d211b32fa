"""What a plan has decided, read from a remittance among the papers."""

from __future__ import annotations

from decimal import Decimal
from importlib.resources import files
from typing import Any

import pytest

from assistant.chains.patient.settled import settled
from assistant.domain.case import Case

REMITTANCE = (files("corpus") / "samples" / "osa_appeal" / "remittance.835").read_text(encoding="utf-8")


def case_with(device: dict[str, Any], text: str) -> Case:
    return Case.model_validate({**device, "documents": [{"id": "d1", "kind": "remittance", "text": text}]})


def test_the_lines_add_up(device: dict[str, Any]) -> None:
    found = settled(case_with(device, REMITTANCE))
    assert found is not None
    visit, appliance = found.lines
    assert (visit.fee, visit.paid, visit.write_off, visit.patient) == tuple(map(Decimal, ("185", "120", "65", "0")))
    assert (appliance.paid, appliance.open, appliance.patient) == (Decimal(0), Decimal(3200), Decimal(0))
    assert (visit.index, appliance.index) == (None, 0)
    for line in found.lines:
        refused = sum((each.amount for each in line.refused), Decimal(0))
        assert line.paid + line.write_off + line.deductible + line.coinsurance + line.copay + refused == line.fee


def test_cost_sharing_is_told_apart(device: dict[str, Any]) -> None:
    shared = REMITTANCE.replace("SVC*HC:99203*185.00*120.00**1", "SVC*HC:99203*185.00*60.00**1")
    shared = shared.replace("CAS*CO*45*65.00", "CAS*CO*45*65.00~\nCAS*PR*1*40.00**2*20.00")
    found = settled(case_with(device, shared))
    assert found is not None
    assert (found.lines[0].deductible, found.lines[0].coinsurance) == (Decimal(40), Decimal(20))
    assert found.lines[0].patient == Decimal(60)


@pytest.mark.parametrize(
    "text",
    [
        "EXPLANATION OF BENEFITS\nYou may owe 40.00",
        REMITTANCE.replace("CAS*CO*45*65.00", "CAS*CO*45*60.00"),
        REMITTANCE.replace("CAS*CO*50*3200.00", "CAS*CO*50*many"),
    ],
    ids=["words only", "does not balance", "no amount"],
)
def test_what_does_not_add_up_is_not_told(device: dict[str, Any], text: str) -> None:
    assert settled(case_with(device, text)) is None
