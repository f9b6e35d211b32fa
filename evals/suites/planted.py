"""Errors planted in drafts, one draft a case: each must be found, and edits that change nothing must not alarm."""

from __future__ import annotations

import random
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from assistant.domain.caller import LOCAL
from assistant.domain.draft import DraftKind
from assistant.domain.errors import ClaimwrightError
from evals.case import Case, half
from evals.labels import Labels
from evals.planted.bases import Base, bases
from evals.planted.run import edit_harmlessly, phrases, plant, plant_worded, sheet_of
from evals.score import Outcome, Score, share, unscored
from evals.suite import Suite
from evals.task import Workbench

SEED = 29
_KINDS = ("appeal", "narrative", "predetermination", "explanation")


class Grown(Labels):
    """A made-up case by its number, and its draft."""

    number: int
    kind: DraftKind
    seed: int


@cache
def _names() -> tuple[str, ...]:
    with TemporaryDirectory() as folder:
        return tuple(base.name for base in bases(SEED, Path(folder)))


def cases() -> tuple[Case, ...]:
    """Every made-up case with one kind of draft in turn, and the appeal of each."""
    found = []
    for number, base in enumerate(_names()):
        for kind in dict.fromkeys(("appeal", _KINDS[number % len(_KINDS)])):
            name = f"{base}, {kind}"
            found.append(
                Case(
                    id=name,
                    suite="planted",
                    slice=kind,
                    inputs={"number": number, "kind": kind, "seed": SEED},
                    split=half(f"planted {name}"),
                    difficulty="hard",
                    tags=("generated",),
                    provenance=f"errors planted with seed {SEED}; lists of evals/planted",
                )
            )
    return tuple(found)


def run(bench: Workbench, case: Case) -> Outcome:
    """Draft, plant one error of every kind in letter and statements, edit harmlessly."""
    if "planted" not in bench.kept:
        bench.kept["planted"] = list(bases(SEED, bench.place("planted")))
    base: Base = bench.kept["planted"][case.inputs["number"]]
    try:
        drafted = bench.assistant.draft(LOCAL, case.inputs["kind"], base.loaded)
    except ClaimwrightError as error:
        return Outcome(question=case.id, text=f"no draft: {error}")
    rng = random.Random(f"{SEED}-{case.id}")
    sheet = sheet_of(drafted, base, bench.assistant, phrases("phrases.yaml"))
    trials = [*plant(drafted, base, sheet, rng), *plant_worded(drafted, base, sheet, rng)]
    harmless = list(edit_harmlessly(drafted, base))
    errors = [f"{f.rule} {f.message}" for f in drafted.draft.findings if f.severity == "error"]
    return Outcome(
        question=case.id,
        text=drafted.draft.text,
        evidence=tuple(f"{t.kind}: {t.text}"[:300] for t in trials if not t.caught),
        values={
            "kinds": [t.kind for t in trials],
            "missed": [f"{t.kind}: {t.text}"[:200] for t in trials if not t.caught],
            "edits": [t.kind for t in harmless],
            "alarms": [f"{t.kind}: {t.text}"[:200] for t in harmless if t.caught],
            "clean": [each for each in errors if each.startswith("DR")],
        },
    )


def _scored(name: str, of: str, wrong: str, what: str) -> Any:
    def score(_: Case, outcome: Outcome) -> Score:
        if not outcome.values:
            return unscored(name, "this case has no such draft")
        return share(name, outcome.values[of], outcome.values[wrong], what)

    return score


def _clean(_: Case, outcome: Outcome) -> Score:
    if not outcome.values:
        return unscored("clean draft", "this case has no such draft")
    wrong = outcome.values["clean"]
    return Score(
        name="clean draft", value=float(not wrong), compared="draft rules", why="; ".join(wrong)[:600] or "no error"
    )


SUITE = Suite(
    name="planted",
    about="errors planted in letters and wordings, harmless edits",
    home="evals/planted; generated with a seed",
    cases=cases,
    task=run,
    seed=SEED,
    inputs=Grown,
    expect=Labels,
    scorers=(
        _scored("planted errors found", "kinds", "missed", "missed"),
        _scored("harmless edits left alone", "edits", "alarms", "alarmed at"),
        _clean,
    ),
)
