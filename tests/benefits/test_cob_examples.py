"""Every worked example, exact to the cent."""

import csv
import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from assistant.benefits.coordination import coordinate
from assistant.benefits.order import order_of_benefits
from assistant.benefits.settlement import settle
from assistant.domain.order import FamilyFacts, PlanFacts

EXAMPLES = list(csv.DictReader((Path(__file__).parent / "cob_examples.csv").read_text().splitlines()))
METHODS = {"nonduplication": "non_duplication"}


def of_kind(kind: str) -> list[Any]:
    return [
        pytest.param(
            json.loads(row["inputs_json"], parse_float=Decimal),
            json.loads(row["expected_json"], parse_float=Decimal),
            id=row["id"],
        )
        for row in EXAMPLES
        if row["kind"] == kind
    ]


def money(value: object) -> Decimal:
    return Decimal(str(value))


@pytest.mark.parametrize(("given", "expected"), of_kind("single"))
def test_single_plan(given: dict[str, Any], expected: dict[str, Any]) -> None:
    disallowed = given.get("deny_type") == "disallow"
    found = settle(
        fee=money(given["fee"]),
        allowed=money(given["allowed"]),
        in_network=given["in_network"],
        deductible_left=money(given.get("ded", 0)),
        share=money(given["coins"]),
        maximum_left=money(given["max_left"]) if "max_left" in given else None,
        alternate_allowed=money(given["alt_allowed"]) if "alt_allowed" in given else None,
        covered=given.get("covered", True) and not disallowed,
        refusal="disallow" if disallowed else "deny",
    )
    assert found.plan_pays == money(expected["plan_pays"])
    assert found.patient == money(expected["patient_owes"])
    assert found.write_off == money(expected["write_off"])
    assert found.deductible_used == money(expected["deductible_used"])


@pytest.mark.parametrize(("given", "expected"), of_kind("cob"))
def test_coordination(given: dict[str, Any], expected: dict[str, Any]) -> None:
    found = coordinate(
        METHODS.get(given["method"], given["method"]),
        allowable=money(given["cob_allowed"]),
        earlier_paid=money(given["primary_paid"]),
        share=money(given["sec_coins"]),
        plan_allowed=money(given["sec_allowed"]) if "sec_allowed" in given else None,
        deductible_left=money(given.get("sec_ded", 0)),
        maximum_left=money(given["sec_max_left"]) if "sec_max_left" in given else None,
    )
    assert found.normal_benefit == money(expected["secondary_normal_benefit"])
    assert found.pays == money(expected["secondary_pays"])
    assert found.patient == money(expected["patient_owes"])


#: How the examples name their plans: name of the key, holder, source, lane.
NAMED = {
    "own_plan": {"holder": "self"},
    "spouse_plan": {"holder": "spouse"},
    "active_plan": {"source": "active"},
    "retiree_plan": {"source": "retired"},
    "cobra_plan": {"source": "continuation"},
    "medical": {"lane": "medical"},
    "dental": {"lane": "dental"},
    "private": {"source": "active"},
    "medicaid": {"source": "medicaid"},
    "group": {"source": "active"},
    "individual": {"source": "individual"},
}
HOLDERS = {"A": "first_parent", "B": "second_parent", "C": "step_first"}


def plans_of(given: dict[str, Any]) -> list[PlanFacts]:
    plans = [PlanFacts(name=given[key], **facts) for key, facts in NAMED.items() if key in given]
    plans += [
        PlanFacts(name=f"plan{number}", effective=given[f"plan{number}_effective"])
        for number in ("1", "2")
        if f"plan{number}_effective" in given
    ]
    letters = [letter for letter in "AB" if f"parent{letter}_birthday" in given or "custodial" in given]
    if "stepparent_of_custodial" in given:
        letters.append(given["stepparent_of_custodial"])
    for letter in letters:
        birthday = given.get(f"parent{letter}_birthday")
        effective = given.get(f"{letter}_effective")
        plans.append(
            PlanFacts(
                name=letter,
                holder=HOLDERS[letter],
                holder_birthday=date.fromisoformat(birthday) if birthday else None,
                effective=date.fromisoformat(effective) if effective else None,
            )
        )
    return plans


def family_of(given: dict[str, Any]) -> FamilyFacts:
    custody = "joint" if given.get("joint_custody") else HOLDERS.get(given.get("custodial", ""))
    return FamilyFacts(
        parents_together=given.get("parents_live_together"),
        decree=HOLDERS.get(given.get("court_decree_parent", "")),
        custody=custody,
    )


@pytest.mark.parametrize(("given", "expected"), of_kind("primary_order"))
@pytest.mark.parametrize("turned", [False, True])
def test_primary_order(given: dict[str, Any], expected: dict[str, Any], turned: bool) -> None:
    plans = plans_of(given)
    found = order_of_benefits(plans[::-1] if turned else plans, family_of(given))
    assert not found.ask
    if "order" in expected:
        assert list(found.order) == expected["order"]
    else:
        assert found.order[0] == expected["primary"]
    if "individual_coordinates" in expected:
        assert found.beside == (given["individual"],)
    assert found.reasons


def test_all_examples_are_covered() -> None:
    assert len(EXAMPLES) == 52
    assert {row["kind"] for row in EXAMPLES} == {"single", "cob", "primary_order"}
