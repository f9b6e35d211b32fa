"""Medical or dental first: hand-made cases with the verdict, the conditions and what must not be said."""

from __future__ import annotations

from typing import Any

from assistant.domain.caller import LOCAL
from assistant.domain.case import Case as OfficeCase
from assistant.domain.lane import LaneEconomics
from evals.case import Case
from evals.frozen import side
from evals.score import Outcome, Score, exact, none_of, share
from evals.suite import CHECKOUT, Suite
from evals.suites.tables import content
from evals.task import Workbench


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
    notes = [{"id": "note", "kind": "chart_note", "text": row["notes"]}] if "notes" in row else []
    facts = [
        {"key": key, "value": value, "who": "front desk", "when": "2026-11-20"}
        for key, value in row.get("facts", {}).items()
    ]
    held = OfficeCase.model_validate(
        {
            "claim": {"lane": "dental", "as_of": "2026-11-22", **row["claim"]},
            "documents": notes,
            "facts": facts,
            "attachments": [{"kind": kind} for kind in row.get("attachments", [])],
        }
    )
    economics = LaneEconomics.model_validate(row["economics"]) if "economics" in row else None
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
    wanted = case.expect.get("statuses", {})
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
    scorers=(_verdict, _statuses, _says, _never),
    needs=CHECKOUT / "benefits",
)
