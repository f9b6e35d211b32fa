"""Reason and remark codes and payers' words: what was denied, what to do, and who may be billed."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from assistant.domain.denial import DenialCategory
from assistant.domain.draft import DraftAction
from evals.case import Case
from evals.frozen import side
from evals.labels import Labels
from evals.score import Outcome, Score, exact, share
from evals.suite import CHECKOUT, Suite
from evals.suites.tables import rows
from evals.task import Workbench

_SAYS = {"yes": True, "no": False, "maybe": None}


class Denied(Labels):
    """The codes or the words of a denial."""

    group: str | None = None
    carc: str | None = None
    rarc: str | None = None
    text: str | None = None


class Decoded(Labels):
    """What the denial means; null where the codes do not say."""

    category: DenialCategory
    action: DraftAction
    appealable: bool | None
    bill: bool | None = Field(description="Whether the patient may be billed")
    obtain: str = Field(default="", description="Words of what to get")


def cases() -> tuple[Case, ...]:
    """The hand-made table."""
    return tuple(
        Case(
            id=row["what"],
            suite="denials",
            slice="codes" if row["carc"] or row["rarc"] else "words",
            inputs={name: row[name] or None for name in ("group", "carc", "rarc", "text")},
            expect={
                "category": row["category"],
                "action": row["action"],
                "appealable": _SAYS[row["appealable"]],
                "bill": _SAYS[row["bill"]],
                "obtain": row["obtain"],
            },
            split=side("denials", row["what"]),
            difficulty="usual" if row["carc"] or row["rarc"] else "hard",
            tags=(row["category"], row["action"]),
            provenance="written by hand, denial_cases.csv",
        )
        for row in rows("benefits", "denial_cases.csv")
    )


def run(_: Workbench, case: Case) -> Outcome:
    """Decode the denial."""
    from assistant.benefits.denials import decode_denial

    reading = decode_denial(**case.inputs)
    values = {
        "category": reading.category,
        "action": reading.action,
        "appealable": reading.appealable,
        "bill": reading.may_bill_patient,
        "obtain": " | ".join(reading.obtain),
    }
    said = ", ".join(f"{name} {value}" for name, value in case.inputs.items() if value)
    return Outcome(question=said, text=f"{reading.meaning}. {reading.why}", evidence=reading.obtain, values=values)


def _equal(name: str) -> Any:
    def score(case: Case, outcome: Outcome) -> Score:
        return exact(name, case.expect[name], outcome.values[name])

    return score


def _obtain(case: Case, outcome: Outcome) -> Score:
    wanted = [case.expect["obtain"]] if case.expect.get("obtain") else []
    return share("what to get", wanted, [each for each in wanted if each not in outcome.values["obtain"]])


SUITE = Suite(
    name="denials",
    about="what a denial means and asks for",
    home="tests/benefits/denial_cases.csv",
    cases=cases,
    task=run,
    inputs=Denied,
    expect=Decoded,
    example={
        "inputs": {"group": "CO", "carc": "50", "rarc": "N115"},
        "expect": {"category": "medical_necessity", "action": "appeal", "appealable": True, "bill": False},
    },
    scorers=(*map(_equal, ("category", "action", "appealable", "bill")), _obtain),
    needs=CHECKOUT / "benefits",
)
