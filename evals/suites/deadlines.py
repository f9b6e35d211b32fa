"""Last days: the hand-made table, and windows of the law counted a second time without the product's tables."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, Literal

from pydantic import Field

from assistant.domain.base import Day
from assistant.domain.caller import LOCAL
from evals.case import Case, half
from evals.labels import Labels
from evals.score import Outcome, Score, exact, unscored
from evals.suite import CHECKOUT, Suite
from evals.suites.tables import rows
from evals.task import TODAY, Workbench

SEED, MADE = 31, 120
#: Calendar days of the first appeal by who funds the plan: 29 CFR 2560.503-1(h)(3)(i); 42 CFR 405.942 with five days
#: presumed for the mail.
_WINDOWS = {"self_funded": 180, "erisa": 180, "medicare": 125}


class Dated(Labels):
    """What the clock is asked."""

    event: str = "appeal"
    plan: str = Field(description="Who funds the plan, such as self_funded, erisa or medicare")
    level: int | None = None
    dates: dict[str, Day] = Field(description="Days that are known: letter, receipt, service")
    stated: Day | None = Field(default=None, description="The last day that the payer's letter states")


class LastDay(Labels):
    """The last day, the day that it is counted from, and the day to send by; empty where there is none."""

    date: Day | Literal[""]
    anchor: str | None = None
    send_by: Day | Literal[""] | None = None


def _written() -> Iterator[Case]:
    for row in rows("benefits", "deadline_cases.csv"):
        yield Case(
            id=row["what"],
            suite="deadlines",
            slice="by hand",
            inputs={
                "event": row["event"],
                "plan": row["plan"],
                "level": int(row["level"]) if row["level"] else None,
                "dates": {name: row[name] for name in ("letter", "receipt", "service") if row[name]},
                "stated": row["stated"] or None,
            },
            expect={"date": row["date"], "anchor": row["anchor"], "send_by": row["send_by"]},
            difficulty="hard" if row["stated"] else "usual",
            tags=("by hand", row["event"], row["plan"]),
            provenance="written by hand, deadline_cases.csv",
        )


def _made() -> Iterator[Case]:
    for number in range(MADE):
        dice = random.Random(f"{SEED}-{number}")
        plan = list(_WINDOWS)[number % len(_WINDOWS)]
        letter = date(2026, 1, 1) + timedelta(days=dice.randrange(800))
        name = f"made-{plan}-{letter}"
        yield Case(
            id=f"{name}-{number}",
            suite="deadlines",
            slice=f"made {plan.replace('_', '-')}",
            inputs={"event": "appeal", "plan": plan, "level": 1, "dates": {"letter": letter.isoformat()}},
            expect={"date": (letter + timedelta(days=_WINDOWS[plan])).isoformat()},
            split=half(name),
            difficulty="easy",
            tags=("generated",),
            provenance=f"counted a second time, seed {SEED}",
        )


def cases() -> tuple[Case, ...]:
    """The table, then the generated ones."""
    return (*_written(), *_made())


def run(bench: Workbench, case: Case) -> Outcome:
    """Ask the clock."""
    given: dict[str, Any] = case.inputs
    stated = given.get("stated")
    answer = bench.assistant.clock(
        LOCAL,
        plan_type=given["plan"],
        dates={name: date.fromisoformat(value) for name, value in given["dates"].items()},
        event=given.get("event", "appeal"),
        level=given.get("level"),
        payer_stated=date.fromisoformat(stated) if stated else None,
    )
    found = answer.deadline
    text = f"{found.date} by {found.anchor}, send by {found.send_by}" if found else answer.reason
    return Outcome(
        question=f"{given.get('event', 'appeal')} of a {given['plan']} plan, {given['dates']}",
        text=text,
        evidence=(found.source,) if found else answer.rows,
        values={
            "date": found.date.isoformat() if found else "",
            "anchor": found.anchor if found else "",
            "send_by": str(found.send_by) if found and found.send_by else "",
            "left": found.days_left if found else None,
        },
    )


def _equal(name: str) -> Any:
    def score(case: Case, outcome: Outcome) -> Score:
        if case.expect.get(name) is None:
            return unscored(name, "not part of this case")
        return exact(name, case.expect[name], outcome.values[name])

    return score


def _left(_: Case, outcome: Outcome) -> Score:
    if not outcome.values["date"]:
        return unscored("days left", "no deadline")
    return exact("days left", (date.fromisoformat(outcome.values["date"]) - TODAY).days, outcome.values["left"])


SUITE = Suite(
    name="deadlines",
    about="the last safe day of appeals and claims",
    home="tests/benefits/deadline_cases.csv; generated with a seed",
    cases=cases,
    task=run,
    seed=SEED,
    inputs=Dated,
    expect=LastDay,
    example={
        "inputs": {"event": "appeal", "plan": "self_funded", "level": 1, "dates": {"letter": "2026-10-01"}},
        "expect": {"date": "2027-03-30"},
    },
    scorers=(_equal("date"), _equal("anchor"), _equal("send_by"), _left),
    needs=CHECKOUT / "benefits",
)
