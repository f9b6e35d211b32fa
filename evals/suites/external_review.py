"""What decides external reviews: the deciding condition is found and told as it stands, and nothing is promised."""

from __future__ import annotations

import copy
from importlib.resources import files
from typing import Any

import yaml
from pydantic import Field, model_validator

from assistant.domain.caller import LOCAL
from assistant.domain.case import Case as OfficeCase
from assistant.intake.case_file import LoadedCase
from assistant.tables.wording import promises
from evals.case import Case
from evals.frozen import side
from evals.labels import Labels
from evals.score import Outcome, Score, exact, none_of
from evals.suite import CHECKOUT, Suite
from evals.suites.office_cases import of_scenario
from evals.suites.tables import content, plain
from evals.task import Workbench

#: So many passages of a search may be read for the deciding condition.
NEAREST = 5
#: What the papers settle; where they do not, or speak against the request, the letter must not be ready.
_OPEN = ("missing", "not_met", "contradicted")


class Pattern(Labels):
    """Papers of a family's case, or of the shipped sample, with their changes."""

    base: tuple[str, int] | None = Field(default=None, description="A family of tests/playbooks/cases and its case")
    words: tuple[tuple[str, str], ...] = Field(default=(), description="Old and new words of its papers, in pairs")
    papers: dict[str, Any] | None = Field(default=None, description="Papers of the sample, by name with their changes")

    @model_validator(mode="after")
    def _one(self) -> Pattern:
        if (self.base is None) == (self.papers is None):
            raise ValueError("base is missing (or papers; not both)")
        return self


class Deciding(Labels):
    """The condition that decides, by words of it, and its status."""

    decides: str = Field(min_length=1)
    status: str


def cases() -> tuple[Case, ...]:
    """The patterns, each with papers that settle it and papers that do not."""
    text = files("evals").joinpath("cases", "external_review.yaml").read_text(encoding="utf-8")
    return tuple(
        Case(
            id=row["id"],
            suite="external_review",
            slice=row["pattern"],
            inputs={key: row[key] for key in ("base", "words", "papers") if key in row},
            expect={"decides": row["decides"], "status": row["status"]},
            split=side("external_review", row["id"]),
            difficulty="hard",
            tags=("settled" if row["status"] == "met" else "open",),
            provenance="written by hand after patterns of published decisions, external_review.yaml",
        )
        for row in plain(yaml.safe_load(text))
    )


def _loaded(bench: Workbench, given: dict[str, Any]) -> LoadedCase:
    if not given.get("base"):
        return of_scenario(bench, {"papers": given["papers"]})
    family, number = given["base"]
    held = copy.deepcopy(content("playbooks", "cases", f"{family}.yaml")[number])
    for old, new in given.get("words", ()):
        texts = [document for document in held["documents"] if old in document["text"]]
        if not texts:
            raise ValueError(f"no paper of {family} holds {old!r}")
        for document in texts:
            document["text"] = document["text"].replace(old, new)
    held = {key: held[key] for key in OfficeCase.model_fields if key in held}
    return LoadedCase(OfficeCase.model_validate(held), bench.place("families"))


def run(bench: Workbench, case: Case) -> Outcome:
    """Draft the appeal, and look the deciding condition up as a person would."""
    loaded = _loaded(bench, case.inputs)
    drafted = bench.assistant.draft(LOCAL, "appeal", loaded)
    draft, claim = drafted.draft, loaded.case.claim
    line = next((each for each in claim.lines if loaded.case.denials[0].line == each.id), claim.lines[0])
    question = f"what are the coverage criteria for {line.code}?"
    found = bench.assistant.search(LOCAL, question, k=NEAREST, payer=claim.payer, on=line.date_of_service)
    decides = case.expect["decides"].strip(":").casefold()
    told = " ".join((draft.text, *(row.text for row in draft.criteria), *(mark.text for mark in draft.placeholders)))
    return Outcome(
        question=f"{claim.payer}, {line.code}: {case.id}",
        text=draft.text,
        evidence=tuple(f"{row.status}: {row.text}" for row in draft.criteria),
        values={
            "statuses": sorted({row.status for row in draft.criteria if decides in row.text.casefold()}),
            "told": decides in " ".join(told.split()).casefold(),
            "found": any(decides in " ".join(hit.passage.text.split()).casefold() for hit in found.hits),
            "status": draft.status,
            "promises": [words for s in draft.statements if (words := promises(s.text))],
        },
    )


def _decided(case: Case, outcome: Outcome) -> Score:
    return exact("deciding condition", [case.expect["status"]], outcome.values["statuses"])


def _named(_: Case, outcome: Outcome) -> Score:
    return exact("named in the draft", True, outcome.values["told"])


def _found(_: Case, outcome: Outcome) -> Score:
    return exact(f"among the first {NEAREST} passages", True, outcome.values["found"])


def _honest(case: Case, outcome: Outcome) -> Score:
    ready = case.expect["status"] in _OPEN and outcome.values["status"] == "ready"
    wrong = [*outcome.values["promises"], *(["called ready"] if ready else [])]
    return none_of("no promise", wrong, "promises, and a letter called ready while the condition is open")


SUITE = Suite(
    name="external_review",
    about="what decides external reviews: proved, missing or against the request",
    home="evals/cases/external_review.yaml; families of tests/playbooks/cases",
    cases=cases,
    task=run,
    inputs=Pattern,
    expect=Deciding,
    example={"inputs": {"base": ["FAMILY", 0]}, "expect": {"decides": "WORDS", "status": "met"}},
    scorers=(_decided, _named, _found, _honest),
    needs=CHECKOUT / "playbooks" / "cases",
)
