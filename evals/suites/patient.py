"""Texts that a patient reads: plain words, no number without its line, nothing promised, no rule broken."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from assistant.domain.caller import LOCAL
from assistant.domain.case import Case as OfficeCase
from assistant.domain.draft import DraftKind
from assistant.intake.case_file import LoadedCase
from assistant.recognise.readability import readability
from assistant.rules.drafts.patient.patient_text import versions
from assistant.rules.drafts.proof import values
from assistant.tables.conversations import conversations
from evals.case import Case, half
from evals.labels import Labels
from evals.score import Outcome, Score, none_of
from evals.suite import Suite
from evals.suites.made_patients import made_case
from evals.task import Workbench

#: Seeds from here on are not those of the tests.
FIRST, MADE = 5_000, 150
#: The highest school year that a text may ask of its reader.
GRADE = 8


class Told(Labels):
    """A made-up case by its seed, and the text that is written for it."""

    seed: int
    kind: DraftKind
    about: str | None = Field(default=None, description="The conversation, of a script")


class Plain(Labels):
    """How it must read."""

    grade: int = Field(ge=1, le=12, description="The highest school year that a text may ask of its reader")


def cases() -> tuple[Case, ...]:
    """Explanations, treatment plans and scripts in turn."""
    scripts = [each.id for each in conversations()]
    found = []
    for seed in range(FIRST, FIRST + MADE):
        kind, about = _kind(seed, scripts)
        found.append(
            Case(
                id=f"{kind} {seed}",
                suite="patient",
                slice=kind.replace("_", " "),
                inputs={"seed": seed, "kind": kind, "about": about},
                expect={"grade": GRADE},
                split=half(f"patient {seed}"),
                tags=("generated",),
                provenance=f"made-up case, seed {seed}",
            )
        )
    return tuple(found)


def _kind(seed: int, scripts: list[str]) -> tuple[str, str | None]:
    if seed % 3 == 2:
        return "script", scripts[seed % len(scripts)]
    denied = "denials" in made_case(seed)
    return ("treatment_plan" if seed % 3 == 1 and not denied else "explanation"), None


def run(bench: Workbench, case: Case) -> Outcome:
    """Draft the text."""
    held = LoadedCase(OfficeCase.model_validate(made_case(case.inputs["seed"])), bench.place("patients"))
    drafted = bench.assistant.draft(LOCAL, case.inputs["kind"], held, about=case.inputs.get("about"))
    draft, sheet = drafted.draft, drafted.sheet
    grades = [readability(version.text).grade for version in versions(sheet)]
    unproved = []
    for statement in draft.statements:
        proved: set[Any] = set().union(*(sheet.proof.source_values(source) for source in statement.sources))
        unproved += [f"{statement.id}: {value}" for value in values(statement.text) - proved]
    asked = f"{case.inputs['kind']} {case.inputs.get('about') or ''}".strip()
    return Outcome(
        question=f"{asked} for made-up case {case.inputs['seed']}",
        text=draft.text,
        evidence=tuple(f"{s.id}: {', '.join(source.quote for source in s.sources)}" for s in draft.statements[:8]),
        values={
            "grades": grades,
            "unproved": unproved,
            "broken": [f"{f.rule} {f.message}" for f in draft.findings if f.rule[:2] == "DR" and f.severity == "error"],
        },
    )


def _plain(case: Case, outcome: Outcome) -> Score:
    high = [f"grade {grade}" for grade in outcome.values["grades"] if grade is None or grade > case.expect["grade"]]
    return none_of("plain words", high, f"reading grades above {case.expect['grade']} in every version")


def _traced(_: Case, outcome: Outcome) -> Score:
    return none_of("every number traced", outcome.values["unproved"], "numbers, codes and dates without a source")


def _sound(_: Case, outcome: Outcome) -> Score:
    return none_of("no promise, no rule broken", outcome.values["broken"], "errors of the draft rules")


SUITE = Suite(
    name="patient",
    about="explanations, treatment plans and scripts",
    home="generated with a seed, evals/suites/made_patients.py",
    cases=cases,
    task=run,
    seed=FIRST,
    inputs=Told,
    expect=Plain,
    example={"inputs": {"seed": 6001, "kind": "explanation"}, "expect": {"grade": 8}},
    scorers=(_plain, _traced, _sound),
)
