"""Sixteen ways in which a hosted model fails: every turn ends in an answer, or an honest no, that says who gave it."""

from __future__ import annotations

from assistant.domain.caller import LOCAL
from evals.case import Case, half
from evals.faults import FAULTS, _turn, requests
from evals.labels import Labels
from evals.score import Outcome, Score
from evals.suite import Suite
from evals.task import Workbench


class Failing(Labels):
    """A fault of the model and the request that meets it."""

    fault: str
    text: str


def cases() -> tuple[Case, ...]:
    """Every fault over every request."""
    return tuple(
        Case(
            id=f"{fault} {number}",
            suite="faults",
            slice=fault,
            inputs={"fault": fault, "text": text},
            split=half(f"faults {fault} {number}"),
            tags=("generated", fault),
            provenance="faults times requests, evals/faults.py",
        )
        for fault in FAULTS
        for number, text in enumerate(requests(), 1)
    )


def run(bench: Workbench, case: Case) -> Outcome:
    """One turn with the failing model."""
    if "faults" not in bench.kept:
        bench.kept["faults"] = bench.assistant.means(LOCAL, None)
    means = bench.kept["faults"]
    fault = case.inputs["fault"]
    ended = _turn(means.library, means.embedded(), fault, FAULTS[fault], case.inputs["text"])
    return Outcome(
        question=f"{fault}: {case.inputs['text']}",
        text=f"[{ended.action}] {ended.calls} calls of the model, {ended.seconds:.2f} s",
        values={"wrong": ended.wrong},
    )


def _ended(_: Case, outcome: Outcome) -> Score:
    wrong = outcome.values["wrong"]
    return Score(
        name="ended as it must",
        value=float(not wrong),
        compared="who answered, whether it says so, calls and seconds",
        why=wrong or "an answer or an honest no, by the embedded model",
    )


SUITE = Suite(
    name="faults",
    about="failures of a hosted model",
    home="evals/faults.py",
    cases=cases,
    task=run,
    inputs=Failing,
    expect=Labels,
    scorers=(_ended,),
)
