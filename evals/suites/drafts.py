"""Drafts of every kind: status, action, criteria, contradictions, words, placeholders, deadline and proof."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any, Literal

from pydantic import Field, model_validator

from assistant.domain.base import Day
from assistant.domain.caller import LOCAL
from assistant.domain.case import Case as OfficeCase
from assistant.domain.draft import CriterionRow, DraftAction, DraftKind, DraftStatus
from assistant.intake.case_file import LoadedCase
from evals.case import Case
from evals.frozen import side
from evals.labels import CaseContent, Labels, Words
from evals.score import Outcome, Score, exact, none_of, share, unscored
from evals.suite import CHECKOUT, Suite
from evals.suites.office_cases import of_kind, of_scenario
from evals.suites.tables import each_file
from evals.task import Workbench

_WANTED = (
    *("status", "action", "category", "document", "criteria", "not_listed", "never_met", "all_missing", "deadline"),
    *("contradictions", "findings", "no_findings", "finding_says", "fix_says", "says", "never", "needs", "no_needs"),
)

#: What a draft says of a hosted model that worded at least one statement.
_WORDED = re.compile(r"[1-9]\d* of \d+ statements in the words of (\S+)")
#: What it says of one that was asked in vain.
_KEPT = re.compile(r" worded nothing: |^the embedded wording stands: ")


class Ordered(Labels):
    """A draft of a case: the shipped remittance or a base with changes, or a case that is given whole."""

    kind: DraftKind
    made: Literal["scenarios", "kinds", "family"] = Field(
        description="`family`: from `case`; `scenarios` or `kinds`: from `change`"
    )
    change: dict[str, Any] | None = Field(default=None, description="Changes as in tests/chains/scenarios and kinds")
    case: CaseContent | None = Field(default=None, description="An office's case file")

    @model_validator(mode="after")
    def _complete(self) -> Ordered:
        if self.made == "family" and self.case is None:
            raise ValueError("case is missing: `made: family` drafts from it")
        return self


class Condition(Labels):
    """A condition of the policy, by words of it, and its status."""

    text: str
    status: Literal["met", "not_met", "missing", "contradicted"]
    quote: str | None = Field(default=None, description="Words of a paper that stand beside it")
    document: str | None = Field(default=None, description="The paper that they are from")
    reason: str | None = Field(default=None, description="Words of why")


class Drafted(Labels):
    """What the draft is and says; what is left out is not judged."""

    status: DraftStatus | None = None
    action: DraftAction | None = None
    category: str | None = None
    document: str | None = Field(default=None, description="The policy that it rests on, by its id")
    criteria: tuple[Condition, ...] = ()
    only_listed: bool = Field(default=False, description="Whether conditions that the draft does not list are left out")
    not_listed: Words = ()
    never_met: Words = ()
    all_missing: bool = False
    deadline: Day | None = None
    contradictions: tuple[tuple[str, str, str], ...] | None = None
    findings: Words = ()
    no_findings: Words = ()
    finding_says: str | None = None
    fix_says: str | None = None
    says: Words = ()
    never: Words = ()
    needs: Words = ()
    no_needs: Words = ()


def cases() -> tuple[Case, ...]:
    """Scenarios of the first appeal, every other kind of draft, and a case of every family."""
    return (*_of("scenarios", "appeal"), *_of("kinds", None), *_families())


def _of(folder: str, kind: str | None) -> Iterator[Case]:
    for path, held in each_file("chains", folder):
        for row in held if isinstance(held, list) else ():
            expect = {key: row[key] for key in _WANTED if key in row}
            change = {key: value for key, value in row.items() if key not in expect and key not in ("name", "text")}
            yield Case(
                id=f"{path.stem}: {row['name']}",
                suite="drafts",
                slice="appeal scenarios" if kind else path.stem.replace("_", " "),
                inputs={"kind": kind or path.stem, "made": folder, "change": change},
                expect=expect,
                split=side("drafts", f"{path.stem}: {row['name']}"),
                difficulty="hard" if expect.get("contradictions") else "usual",
                tags=(path.stem,),
                provenance=f"written by hand, {folder}/{path.name}",
            )


def _families() -> Iterator[Case]:
    for path, held in each_file("playbooks", "cases"):
        for row in held:
            wanted = row["expect"]
            criteria = [{"text": text, "status": status} for text, status in wanted["criteria"].items()]
            yield Case(
                id=f"{path.stem}: {row['name']}",
                suite="drafts",
                slice="families",
                inputs={"kind": "appeal", "made": "family", "case": _case_keys(row)},
                expect={
                    "status": wanted["status"],
                    "action": wanted["action"],
                    "document": wanted["policy"] or None,
                    "criteria": [each for each in criteria if isinstance(each["status"], str)],
                    "only_listed": True,
                },
                split=side("drafts", f"{path.stem}: {row['name']}"),
                tags=(path.stem,),
                provenance=f"written by hand, playbooks/cases/{path.name}",
            )


def _case_keys(row: dict[str, Any]) -> dict[str, Any]:
    return {key: row[key] for key in OfficeCase.model_fields if key in row}


def run(bench: Workbench, case: Case) -> Outcome:
    """Draft, on the scenario's own day where it names one."""
    given = case.inputs
    change = given.get("change") or {}
    if given["made"] == "family":
        loaded = LoadedCase(OfficeCase.model_validate(given["case"]), bench.place("families"))
    else:
        loaded = (of_scenario if given["made"] == "scenarios" else of_kind)(bench, change)
    today = change.get("today")
    assistant = bench.on(date.fromisoformat(today)) if today else bench.assistant
    options = {key: change[key] for key in ("level", "channel", "about") if key in change}
    drafted = assistant.draft(LOCAL, given["kind"], loaded, **options)
    draft = drafted.draft
    texts = {document.id: document.text or "" for document in loaded.case.documents}
    unproved = [s.id for s in draft.statements if s.type not in ("request", "courtesy") and not s.sources]
    return Outcome(
        question=f"draft {given['kind']}: {case.id}",
        text=draft.text,
        evidence=tuple(
            f"{row.status}: {row.text} | {' | '.join(side.quote for side in row.evidence)}" for row in draft.criteria
        ),
        values={
            "draft": draft,
            "document": drafted.policy.document.id if drafted.policy else None,
            "unproved": [*unproved, *_misquoted(draft, texts)],
        },
        by=_worded_by(draft),
    )


def _worded_by(draft: Any) -> str:
    """The hosted model that worded a statement, else the embedded one; ``rules`` where no model was asked."""
    said = (_WORDED.match(found.message) for found in draft.findings)
    kept = any(_KEPT.search(found.message) for found in draft.findings)
    return next((match[1] for match in said if match), "embedded" if kept else "rules")


def _misquoted(draft: Any, texts: dict[str, str]) -> list[str]:
    spans = [source for statement in draft.statements for source in statement.sources if source.kind == "span"]
    return [source.quote for source in spans if source.quote not in texts.get(source.document or "", "")]


def _equal(name: str, attribute: str) -> Any:
    def score(case: Case, outcome: Outcome) -> Score:
        if name not in case.expect:
            return unscored(name, "not part of this case")
        found = outcome.values["draft"]
        got = outcome.values["document"] if name == "document" else getattr(found, attribute)
        if name == "deadline":
            got = got.date.isoformat() if got else None
        return exact(name, case.expect[name], got)

    return score


def _criteria(case: Case, outcome: Outcome) -> Score:
    rows = outcome.values["draft"].criteria
    wanted, missing = [], []
    for each in case.expect.get("criteria", ()):
        mine = [row for row in rows if each["text"] in row.text]
        found = {row.status for row in mine}
        if not found and case.expect.get("only_listed"):
            continue  # one of several ways to meet a condition; the draft lists the way that was taken
        wanted.append(f"{each['text']} is {each['status']}")
        if found != {each["status"]} or not _grounded(each, mine):
            missing.append(wanted[-1])
    wrong = [t for t in case.expect.get("not_listed", ()) if any(t in row.text for row in rows)]
    wrong += [t for t in case.expect.get("never_met", ()) if any(t in r.text and r.status == "met" for r in rows)]
    if case.expect.get("all_missing") and {row.status for row in rows} != {"missing"}:
        wrong.append("not every condition is missing")
    return share("criteria", [*wanted, *wrong], [*missing, *wrong], "not so")


def _grounded(wanted: dict[str, Any], rows: list[CriterionRow]) -> bool:
    """Whether the words of a paper, the paper and the reason that a case names stand in the rows."""
    beside = [side for row in rows for side in row.evidence]
    quoted = " ".join(" ".join(side.quote.split()) for side in beside)
    return (
        (wanted.get("quote") or "") in quoted
        and wanted.get("document") in (None, *(side.document for side in beside))
        and (wanted.get("reason") or "") in " ".join(row.reason for row in rows)
    )


def _conflicts(case: Case, outcome: Outcome) -> Score:
    found = outcome.values["draft"].contradictions
    if case.expect.get("contradictions") is None:
        return unscored("contradictions", "not part of this case")
    wanted = case.expect["contradictions"]
    missing = [
        f"{what}: {a} against {b}"
        for what, a, b in wanted
        if not any(what in f.what and a in f.a.quote and b in f.b.quote for f in found)
    ]
    more = [f.what for f in found[len(wanted) :]]
    if not wanted:
        return none_of("contradictions", [f.what for f in found], "any contradiction")
    return share("contradictions", [what for what, _, _ in wanted], [*missing, *more][: len(wanted)], "not so")


def _says(case: Case, outcome: Outcome) -> Score:
    draft, wanted = outcome.values["draft"], case.expect
    letter = " ".join(draft.text.split())
    needed = " ".join(mark.text for mark in draft.placeholders)
    told = " | ".join(f"{f.rule} {f.message} {f.fix}" for f in draft.findings)
    said = [wanted[key] for key in ("finding_says", "fix_says") if wanted.get(key)]
    missing = [words for words in wanted.get("says", ()) if words not in letter]
    missing += [words for words in wanted.get("needs", ()) if words not in needed]
    missing += [words for words in (*wanted.get("findings", ()), *said) if words not in told]
    every = [*wanted.get("says", ()), *wanted.get("needs", ()), *wanted.get("findings", ()), *said]
    return share("says and asks", every, missing)


def _never(case: Case, outcome: Outcome) -> Score:
    draft, wanted = outcome.values["draft"], case.expect
    letter = " ".join(draft.text.split())
    needed = " ".join(mark.text for mark in draft.placeholders)
    rules = {finding.rule for finding in draft.findings}
    found = [words for words in wanted.get("never", ()) if words in letter]
    found += [words for words in wanted.get("no_needs", ()) if words in needed]
    found += [rule for rule in wanted.get("no_findings", ()) if rule in rules]
    every = [*wanted.get("never", ()), *wanted.get("no_needs", ()), *wanted.get("no_findings", ())]
    return none_of("never says", found, "; ".join(every))


def _proved(_: Case, outcome: Outcome) -> Score:
    return none_of("every statement proved", outcome.values["unproved"], "statements without a source, altered quotes")


SUITE = Suite(
    name="drafts",
    about="letters of every kind",
    home="tests/chains/scenarios, tests/chains/kinds, tests/playbooks/cases",
    cases=cases,
    task=run,
    inputs=Ordered,
    expect=Drafted,
    example={"inputs": {"kind": "appeal", "made": "scenarios", "change": {}}, "expect": {"action": "appeal"}},
    scorers=(
        _equal("status", "status"),
        _equal("action", "action"),
        _equal("category", "denial_category"),
        _equal("document", "document"),
        _equal("deadline", "deadline"),
        _criteria,
        _conflicts,
        _says,
        _never,
        _proved,
    ),
    needs=CHECKOUT / "chains" / "scenarios",
)
