"""Questions to the documents: the passage that answers is found, and what no document answers is not."""

from __future__ import annotations

from datetime import date

from pydantic import Field, model_validator

from assistant.domain.base import Day
from assistant.domain.caller import LOCAL
from evals.benches._office_files import write_office_files
from evals.benches._search_cases import Place, SearchCase, load_cases, score
from evals.case import Case
from evals.labels import Labels
from evals.score import Outcome, Score, none_of, unscored
from evals.suite import Suite
from evals.task import Workbench

DEPTH = 10


class Sought(Labels):
    """A question to the documents in force on a day."""

    question: str = Field(min_length=1)
    payer: str | None = None
    on: Day = Field(description="The day of service that it is about")


class Placed(Labels):
    """Where the answer stands."""

    places: tuple[tuple[str, str], ...] = Field(default=(), description="Document and words of the passage, in pairs")
    every: bool = Field(default=False, description="Whether every place is needed, not one of them")
    answerable: bool = Field(description="Whether the documents answer it")

    @model_validator(mode="after")
    def _complete(self) -> Placed:
        if self.answerable != bool(self.places):
            raise ValueError("places is missing" if self.answerable else "places: there are none without an answer")
        return self


def cases() -> tuple[Case, ...]:
    """Every labelled question; the half called ``test`` is frozen by its digest."""
    return tuple(
        Case(
            id=each.id,
            suite="retrieval",
            slice=each.kind if each.answerable else f"unanswerable {each.kind}",
            inputs={"question": each.question, "payer": each.payer, "on": each.on.isoformat()},
            expect={
                "places": [[place.document, place.words] for place in each.places],
                "every": each.every,
                "answerable": each.answerable,
            },
            split="test" if each.half == "test" else "dev",
            difficulty="hard" if each.every or each.kind in ("version", "noisy", "near_miss") else "usual",
            tags=("answerable",) if each.answerable else ("unanswerable",),
            provenance="written by hand, evals/cases",
        )
        for each in load_cases()
    )


def run(bench: Workbench, case: Case) -> Outcome:
    """Search the shipped corpus and the office's own files."""
    assistant = bench.own("retrieval")
    if "retrieval" not in bench.kept:
        folder = bench.place("office-files")
        write_office_files(folder)
        bench.kept["retrieval"] = assistant.corpus_add(LOCAL, [folder])
    given = case.inputs
    on = date.fromisoformat(given["on"])
    found = assistant.search(LOCAL, given["question"], k=DEPTH, payer=given.get("payer"), on=on)
    labelled = _labelled(case, on)
    measured = score(labelled, found.hits) if labelled.answerable else None
    wrong = [h.passage.payer for h in found.hits if h.passage.payer not in ("General", found.payer)]
    stale = [h.passage.key for h in found.hits if not h.passage.period.contains(on)]
    return Outcome(
        question=f"{given.get('payer') or 'any payer'}: {given['question']} (on {on})",
        text=f"{'supported' if found.sufficiency.supported else 'not supported'}, {found.sufficiency.score:.2f}. "
        f"{found.sufficiency.reason}",
        tools=("search",),
        evidence=tuple(f"{h.passage.key} {h.passage.text[:160]}" for h in found.hits[:5]),
        values={"score": measured, "supported": found.sufficiency.supported, "foreign": [*wrong, *stale]},
    )


def _labelled(case: Case, on: date) -> SearchCase:
    places = tuple(Place(document, words) for document, words in case.expect.get("places", ()))
    given = case.inputs
    return SearchCase(
        case.id, case.slice, given["question"], given.get("payer"), on, places, case.expect.get("every", False)
    )


def _found(case: Case, outcome: Outcome) -> Score:
    measured = outcome.values["score"]
    if measured is None:
        return unscored("found in five", "no document answers it")
    places = "; ".join(f"{document}: {words}" for document, words in case.expect.get("places", ()))
    why = f"at 1 {measured.at_1:.2f}, at 5 {measured.at_5:.2f}, at 10 {measured.at_10:.2f}"
    return Score(name="found in five", value=measured.at_5, compared=places[:600], why=why)


def _decides(case: Case, outcome: Outcome) -> Score:
    wanted, got = case.expect["answerable"], outcome.values["supported"]
    words = {True: "answer", False: "abstain"}
    return Score(
        name="answers or abstains",
        value=float(wanted == got),
        compared=f"{words[wanted]} with {words[got]}",
        why=outcome.text[:600],
    )


def _own(_: Case, outcome: Outcome) -> Score:
    return none_of("own payer, in force", outcome.values["foreign"], "passages of other payers or other days")


SUITE = Suite(
    name="retrieval",
    about="the passage that answers, or an honest no",
    home="evals/cases/search.yaml and retrieval_*.yaml",
    cases=cases,
    task=run,
    inputs=Sought,
    expect=Placed,
    example={
        "inputs": {"question": "does the plan of my neighbour's dog pay for grooming?", "on": "2026-11-22"},
        "expect": {"answerable": False},
    },
    scorers=(_found, _decides, _own),
)
