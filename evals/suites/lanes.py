"""Medical or dental first: hand-made cases with the verdict, the conditions and what must not be said."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from assistant.domain.caller import LOCAL
from assistant.domain.case import Case as OfficeCase
from assistant.domain.lane import LaneEconomics, Verdict
from evals.case import Case
from evals.frozen import side
from evals.labels import Labels, Words
from evals.score import Outcome, Score, exact, none_of, share
from evals.suite import CHECKOUT, Suite
from evals.suites.tables import content
from evals.task import Workbench


class Situation(Labels):
    """A claim with what the office knows besides."""

    claim: dict[str, Any] = Field(description="A claim; dental, on the day of the evaluation unless it says otherwise")
    notes: str | None = Field(default=None, description="A chart note")
    attachments: Words = Field(default=(), description="Kinds of papers that are held")
    facts: dict[str, Any] | None = Field(default=None, description="Facts by their key")
    economics: dict[str, Any] | None = None


class Decided(Labels):
    """The lane, and what is said of it."""

    verdict: Verdict
    statuses: dict[str, str] | None = Field(default=None, description="Conditions by name with their status")
    needs: Words = ()
    without: Words = Field(default=(), description="Words that must not be told")
    note: str | None = None
    changes: str | None = None
    rules: Words = Field(default=(), description="Rules of lanes that are named")


def cases() -> tuple[Case, ...]:
    """The hand-made table."""
    wanted = ("verdict", "statuses", "needs", "without", "note", "changes", "rules")
    return tuple(
        Case(
            id=row["what"],
            suite="lanes",
            slice=row["verdict"],
            inputs={key: value for key, value in row.items() if key not in (*wanted, "what")},
            expect={key: row[key] for key in wanted if key in row},
            split=side("lanes", row["what"]),
            difficulty="hard" if "economics" in row or "facts" in row else "usual",
            tags=(row["verdict"], *(("economics",) if "economics" in row else ())),
            provenance="written by hand, lane_cases.yaml",
        )
        for row in content("benefits", "lane_cases.yaml")
    )


def run(bench: Workbench, case: Case) -> Outcome:
    """Decide the lane."""
    row: dict[str, Any] = case.inputs
    notes = [{"id": "note", "kind": "chart_note", "text": row["notes"]}] if row.get("notes") else []
    facts = [
        {"key": key, "value": value, "who": "front desk", "when": "2026-11-20"}
        for key, value in (row.get("facts") or {}).items()
    ]
    held = OfficeCase.model_validate(
        {
            "claim": {"lane": "dental", "as_of": "2026-11-22", **row["claim"]},
            "documents": notes,
            "facts": facts,
            "attachments": [{"kind": kind} for kind in row.get("attachments", [])],
        }
    )
    economics = LaneEconomics.model_validate(row["economics"]) if row.get("economics") else None
    found = bench.assistant.lane(LOCAL, held, economics)
    told = [*found.needs, *found.avoid, *(f"{rule.id} {rule.statement}" for rule in found.rules)]
    said = [*found.needs, *found.notes, *found.changes, *(rule.id for rule in found.rules)]
    return Outcome(
        question=f"{case.id}: {', '.join(line.code for line in held.claim.lines)}",
        text=found.summary,
        evidence=tuple(f"{rule.id} {rule.statement}" for rule in found.rules),
        values={
            "verdict": found.verdict,
            "statuses": {each.name: each.status for each in found.conditions},
            "told": " | ".join(told),
            "said": " | ".join(said),
        },
    )


def _verdict(case: Case, outcome: Outcome) -> Score:
    return exact("verdict", case.expect["verdict"], outcome.values["verdict"])


def _statuses(case: Case, outcome: Outcome) -> Score:
    wanted = case.expect.get("statuses") or {}
    missing = [f"{name} {value}" for name, value in wanted.items() if outcome.values["statuses"].get(name) != value]
    return share("conditions", [f"{name} {value}" for name, value in wanted.items()], missing, "not so")


def _says(case: Case, outcome: Outcome) -> Score:
    single = [case.expect[key] for key in ("note", "changes") if case.expect.get(key)]
    wanted = [*case.expect.get("needs", []), *single, *case.expect.get("rules", [])]
    return share("says", wanted, [each for each in wanted if each not in outcome.values["said"]])


def _never(case: Case, outcome: Outcome) -> Score:
    words = case.expect.get("without", [])
    return none_of("never says", [word for word in words if word in outcome.values["told"]], "; ".join(words))


SUITE = Suite(
    name="lanes",
    about="medical or dental first",
    home="tests/benefits/lane_cases.yaml",
    cases=cases,
    task=run,
    inputs=Situation,
    expect=Decided,
    example={
        "inputs": {"claim": {"lines": [{"id": "1", "code": "D2740", "tooth": "19"}]}},
        "expect": {"verdict": "dental_only"},
    },
    scorers=(_verdict, _statuses, _says, _never),
    needs=CHECKOUT / "benefits",
)
