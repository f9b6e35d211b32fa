"""What the denials of one line refuse together."""

from __future__ import annotations

from decimal import Decimal

import pytest

from assistant.benefits.refused import refused_of_line
from assistant.domain.case import Denial


def denials(written: str) -> list[Denial]:
    """``CO-50 100, PR-1 60``; a dash stands for what nobody stated."""
    told = []
    for each in written.split(", "):
        reason, amount = each.split()
        group, _, carc = reason.partition("-")
        stated = {"group": group, "carc": carc, "amount": amount.replace("?", "")}
        told.append(Denial.model_validate({name: value for name, value in stated.items() if value}))
    return told


@pytest.mark.parametrize(
    ("written", "fee", "amount"),
    [
        ("CO-50 100, CO-16 60", "240", "160"),
        ("CO-50 240, CO-16 240", "240", "240"),
        ("PR-1 50, PR-2 50", "240", "100"),
        ("PR-1 50, PR-2 50", None, "100"),
        ("CO-50 100, PR-204 100", "240", "200"),
        ("CO-50 240, PR-204 240", "240", "240"),
        ("PR-1 50, PR-1 50", "240", "50"),
        ("CO-50 100, PR-1 50, CO-16 100", "240", "150"),
        ("-50 100, CO-16 100", "240", "100"),
        ("CO-50 ?", "240", None),
    ],
)
def test_each_dollar_counts_once(written: str, fee: str | None, amount: str | None) -> None:
    found = refused_of_line(denials(written), Decimal(fee) if fee else None)
    assert found.amount == (Decimal(amount) if amount else None)
    assert sum(found.parts) == (found.amount or 0)


def test_several_amounts_without_a_line_are_not_known() -> None:
    assert refused_of_line(denials("CO-50 100, CO-16 60"), None, lined=False).amount is None
    assert refused_of_line(denials("CO-50 100"), None, lined=False).amount == Decimal(100)


def test_one_amount_for_reasons_of_two_groups_is_nobodys_yet() -> None:
    assert refused_of_line(denials("CO-50 240, PR-204 240"), Decimal(240)).mixed
    assert not refused_of_line(denials("CO-50 140, PR-204 100"), Decimal(240)).mixed
