"""Wrong facts from public texts: the report says what is right, and repeats none of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.domain.claim import Claim
from assistant.rules.engine import check_claim
from assistant.rules.families import find_rule
from assistant.tables.icd10cm import Icd10cm

TRAPS = yaml.safe_load((Path(__file__).parent / "traps.yaml").read_text(encoding="utf-8"))
COMMON = {
    "lane": "dental",
    "payer": "Northlake Dental",
    "as_of": "2026-11-22",
    "tooth_system": "universal",
    "place_of_service": "11",
    "billing_provider": {"npi": "1234567893"},
    "patient": {"birth_date": "1984-05-02"},
}


def claim_of(written: dict[str, Any]) -> Claim:
    whole = COMMON | {key: value for key, value in written.items() if key != "drop"}
    whole["lines"] = [
        {"id": str(number), "date_of_service": "2026-11-12", "fee": "100.00"} | line
        for number, line in enumerate(written["lines"], 1)
    ]
    return Claim.model_validate({key: value for key, value in whole.items() if key not in written.get("drop", ())})


@pytest.mark.parametrize("trap", TRAPS, ids=lambda trap: trap["trap"])
def test_trap(trap: dict[str, Any]) -> None:
    claim = claim_of(trap["claim"])
    assert claim.as_of is not None
    findings = check_claim(claim, today=claim.as_of, icd=Icd10cm.seed()).findings
    for wanted in trap.get("must", ()):
        found = [each for each in findings if (each.rule, each.where) == (wanted["rule"], wanted["where"])]
        assert found, [(each.rule, each.where) for each in findings]
        assert wanted.get("severity", found[0].severity) == found[0].severity
        assert wanted.get("says", "") in f"{found[0].message} {found[0].fix}"
        if "denial" in wanted:
            assert found[0].predicts is not None
            assert found[0].predicts.rarc == wanted["denial"]
    avoided = trap.get("must_not", ())
    assert all(find_rule(rule) for rule in avoided)
    assert [each.rule for each in findings if each.rule in avoided] == []
    assert trap.get("must") or avoided
