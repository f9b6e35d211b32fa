"""Estimates: worked examples, the second calculation, and made-up plans counted in whole cents a third time."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from pydantic import Field

from assistant.domain.base import Money
from assistant.domain.caller import LOCAL
from assistant.domain.case import Case as OfficeCase
from evals.case import Case, half
from evals.labels import ClaimContent, Labels
from evals.score import Outcome, Score, exact, unscored
from evals.suite import CHECKOUT, Suite
from evals.suites.tables import rows
from evals.task import Workbench

SEED, MADE = 53, 160
_MONEY = ("first", "second", "patient", "write_off")


class Priced(Labels):
    """A claim of one line with its plans under ``coverages``."""

    claim: ClaimContent


class Paid(Labels):
    """US dollars to the cent; what is left out is not judged."""

    first: Money | None = Field(default=None, description="What the first plan pays")
    second: Money | None = Field(default=None, description="What the second plan pays")
    patient: Money | None = Field(default=None, description="What the patient owes")
    write_off: Money | None = None


def _plan(order: int, *, network: bool, allowed: str, deductible: str, share: str, maximum: str) -> dict[str, Any]:
    return {
        "lane": "dental",
        "payer": f"Plan {order}",
        "order": order,
        "in_network": network,
        "annual_maximum": maximum or "999999",
        "maximum_used": "0",
        "deductible": deductible or "0",
        "deductible_met": "0",
        "percent": {"major": share},
        "allowed": {"D2740": allowed},
    }


def _claim(fee: str, plans: list[dict[str, Any]]) -> dict[str, Any]:
    line = {"id": "1", "code": "D2740", "tooth": "30", "fee": fee}
    return {"lane": "dental", "as_of": "2026-11-22", "lines": [line], "coverages": plans}


def _second() -> Iterator[Case]:
    for row in rows("benefits", "second_calculation.csv"):
        network = row["network"] == "in"
        share = str(Decimal(row["per_mille"]).scaleb(-3))
        first = _plan(
            1,
            network=network,
            allowed=row["allowed"],
            deductible=row["deductible_left"],
            share=share,
            maximum=row["maximum_left"],
        )
        if row["alternate"]:
            first["alternate_benefit"] = {"D2740": "D2791"}
            first["allowed"]["D2791"] = row["alternate"]
        plans = [first]
        if row["method"]:
            second = _plan(
                2,
                network=network,
                allowed=row["second_allowed"],
                deductible=row["second_deductible"],
                share=str(Decimal(row["second_per_mille"]).scaleb(-3)),
                maximum=row["second_maximum"],
            )
            plans.append(second | {"cob": row["method"]})
        expect = {"first": row["first_pays"], "second": row["second_pays"]}
        yield Case(
            id=f"{row['id']} {row['what']}",
            suite="estimates",
            slice="two plans" if row["method"] else "one plan",
            inputs={"claim": _claim(row["fee"], plans)},
            expect=expect | {"patient": row["patient"], "write_off": row["write_off"]},
            difficulty="hard" if row["method"] else "usual",
            tags=("by hand", row["method"] or "one plan"),
            provenance="second calculation by hand, second_calculation.csv",
        )


def _examples() -> Iterator[Case]:
    for row in rows("benefits", "cob_examples.csv"):
        given, wanted = (json.loads(row[key], parse_float=str) for key in ("inputs_json", "expected_json"))
        if row["kind"] != "single" or given.keys() & {"alt_allowed", "covered", "deny_type"}:
            continue  # the other kinds name parts of a calculation that no claim states
        plan = _plan(
            1,
            network=given["in_network"],
            allowed=str(given["allowed"]),
            deductible=str(given.get("ded", 0)),
            share=str(given["coins"]),
            maximum=str(given.get("max_left", "")),
        )
        yield Case(
            id=f"{row['id']} {row['description']}",
            suite="estimates",
            slice="worked examples",
            inputs={"claim": _claim(str(given["fee"]), [plan])},
            expect={
                "first": str(wanted["plan_pays"]),
                "patient": str(wanted["patient_owes"]),
                "write_off": str(wanted["write_off"]),
            },
            tags=("worked example",),
            provenance=f"worked example, {row['source'][:80]}",
        )


def _made() -> Iterator[Case]:
    for number in range(MADE):
        dice = random.Random(f"{SEED}-{number}")
        allowed = dice.randrange(5_000, 200_000)
        fee = allowed + dice.randrange(0, 60_000)
        deductible = dice.choice((0, 2_500, 5_000, 10_000))
        percent = dice.choice((0, 50, 60, 80, 100))
        maximum = dice.choice((0, 10_000, 50_000, 150_000, 10**8))
        network = dice.random() < 0.7
        paid = min((max(0, allowed - deductible) * percent + 50) // 100, maximum)
        due = allowed if network else fee
        plan = _plan(
            1,
            network=network,
            allowed=_dollars(allowed),
            deductible=_dollars(deductible),
            share=f"{percent / 100:.2f}",
            maximum=_dollars(maximum),
        )
        name = f"made-{number}"
        yield Case(
            id=name,
            suite="estimates",
            slice="made",
            inputs={"claim": _claim(_dollars(fee), [plan])},
            expect={"first": _dollars(paid), "patient": _dollars(due - paid), "write_off": _dollars(fee - due)},
            split=half(f"estimates {name}"),
            tags=("generated",),
            provenance=f"counted in cents, seed {SEED}",
        )


def _dollars(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02d}"


def cases() -> tuple[Case, ...]:
    """Second calculation, worked examples, made-up plans."""
    return (*_second(), *_examples(), *_made())


def run(bench: Workbench, case: Case) -> Outcome:
    """Estimate the claim."""
    found = bench.assistant.estimate(LOCAL, OfficeCase.model_validate(case.inputs))
    pays = {share.order: share.pays for share in found.lines[0].plans}
    values = {"first": pays.get(1), "second": pays.get(2, Decimal(0)), "patient": found.total.patient}
    values["write_off"] = found.total.write_off
    reasons = [reason for share in found.lines[0].plans for reason in share.reasons]
    return Outcome(
        question="; ".join(f"{plan['payer']}: {plan}" for plan in case.inputs["claim"]["coverages"])[:800],
        text=f"{found.status}: " + ", ".join(f"{name} {value}" for name, value in values.items()),
        evidence=(*found.lines[0].reasons, *reasons),
        values={**values, "status": found.status},
    )


def _money(name: str) -> Any:
    def score(case: Case, outcome: Outcome) -> Score:
        if case.expect.get(name) is None:
            return unscored(name, "not part of this case")
        return exact(name, Decimal(case.expect[name]).quantize(Decimal("0.01")), outcome.values[name])

    return score


def _status(_: Case, outcome: Outcome) -> Score:
    return exact("status", "exact", outcome.values["status"])


SUITE = Suite(
    name="estimates",
    about="what plans pay and patients owe, to the cent",
    home="tests/benefits/second_calculation.csv, cob_examples.csv; generated with a seed",
    cases=cases,
    task=run,
    seed=SEED,
    inputs=Priced,
    expect=Paid,
    example={
        "inputs": {
            "claim": _claim(
                "1200.00", [_plan(1, network=True, allowed="1000.00", deductible="50.00", share="0.50", maximum="")]
            )
        },
        "expect": {"first": "475.00", "patient": "525.00", "write_off": "200.00"},
    },
    scorers=(*map(_money, _MONEY), _status),
    needs=CHECKOUT / "benefits",
)
