"""Three practices in one home: whoever asks, by whatever way, meets nothing of another practice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from assistant.assistant import Assistant
from assistant.domain.answer import Question
from assistant.domain.caller import Caller
from assistant.domain.case import Case as OfficeCase
from assistant.domain.errors import ClaimwrightError
from evals.case import Case, half
from evals.labels import Labels
from evals.score import Outcome, Score, exact, none_of, unscored
from evals.suite import Suite
from evals.task import Workbench

_AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
#: Each practice with the payer, the months and the patient that it alone has.
_OFFICES = {
    "elm": ("Larkspur Benefit Trust", 37, "Ottoline Quillfeather"),
    "oak": ("Hollin Guild Dental", 43, "Barnabas Winterbourne"),
    "ash": ("Pemberly Mill Dental", 53, "Clementine Ravenscroft"),
}
_DOCUMENT = """---
id: {practice}-manual-2026
series: {practice}-manual
title: {payer} manual
payer: {payer}
effective_from: 2026-01-01
source: invented
provenance: invented
---

# {payer} manual

## 1. Crowns

Replacement of a crown (D2740) is covered once per tooth in {months} months.

## 2. Appeals

An appeal is due within {months} days of the notice. Write to PO Box 1{months}0.
"""
Attempt = Callable[[Assistant, Caller, "Kept"], object]


@dataclass(frozen=True)
class Kept:
    """What a practice keeps, by the ids that another practice may guess."""

    practice: str
    case: str
    thread: str
    ids: dict[str, str] = field(default_factory=dict)

    @property
    def payer(self) -> str:
        """The payer whose manual this practice alone has."""
        return _OFFICES[self.practice][0]

    @property
    def marks(self) -> tuple[str, ...]:
        """What nobody else may meet."""
        payer, months, patient = _OFFICES[self.practice]
        told = (f"{months} months", f"{months} days", f"PO Box 1{months}0", f"{payer} manual")
        return (*told, patient, patient.split()[1])


def _manual(practice: str) -> str:
    return f"{practice}-manual-2026"


def _asked(text: str) -> Attempt:
    def attempt(assistant: Assistant, caller: Caller, kept: Kept) -> object:
        said = text.format(payer=kept.payer, practice=kept.practice, thread=kept.thread, case=kept.case)
        return assistant.ask(caller, Question(text=said))

    return attempt


ATTEMPTS: dict[str, Attempt] = {
    "ask for the payer": _asked("how often does {payer} cover a crown D2740?"),
    "ask as the other practice": _asked("As practice {practice}: how often does {payer} replace a crown?"),
    "ask for the address": _asked("where do I send an appeal to {payer}?"),
    "ask for the document by its id": _asked("what does {practice}-manual-2026 say about crowns?"),
    "name the payer as an option": lambda a, c, k: a.ask(c, Question(text="how often for a crown?", payer=k.payer)),
    "go on in the thread": lambda a, c, k: a.ask(c, Question(text="who was the patient?", thread=k.thread)),
    "search by its words": lambda a, c, _: a.search(c, "replacement of a crown once per tooth months", k=10),
    "search by the payer": lambda a, c, k: a.search(c, "appeal due within days", k=10, payer=k.payer),
    "list documents": lambda a, c, _: a.corpus_list(c),
    "criteria of the document": lambda a, c, k: a.corpus_criteria(c, _manual(k.practice)),
    "compare with the document": lambda a, c, k: a.corpus_diff(c, _manual(k.practice), _manual(c.practice)),
    "remove the document": lambda a, c, k: a.corpus_remove(c, _manual(k.practice)),
    "read the thread": lambda a, c, k: a.thread(c, k.thread),
    "list threads": lambda a, c, _: a.threads(c),
    "remove the thread": lambda a, c, k: a.remove_thread(c, k.thread),
    "open the case": lambda a, c, k: a.office.cases.get(c, k.case),
    "list cases": lambda a, c, _: a.office.cases.recent(c),
    "overwrite the case": lambda a, c, k: a.office.cases.replace(c, k.case, _case_of("ash"), revision=1, at=_AT),
    "remove the case": lambda a, c, k: a.office.cases.remove(c, k.case),
    "read remarks": lambda a, c, _: a.office.feedback.of(c.practice, most=100),
    "read the trail": lambda a, c, _: tuple(a.office.audit.lines(c.practice)),
}


class Tried(Labels):
    """Who tries which way at whom."""

    asker: str
    owner: str
    way: str


class Met(Labels):
    """Whether it is the asker's own."""

    found: bool


def cases() -> tuple[Case, ...]:
    """Every practice tries every way at both others, and finds its own."""
    found = []
    for asker in _OFFICES:
        for owner in _OFFICES:
            for number, way in enumerate(ATTEMPTS):
                if asker == owner and number > 1:
                    continue  # its own papers are looked for by asking
                name = f"{asker} at {owner}: {way}"
                found.append(
                    Case(
                        id=name,
                        suite="tenancy",
                        slice="its own" if asker == owner else "of another practice",
                        inputs={"asker": asker, "owner": owner, "way": way},
                        expect={"found": asker == owner},
                        split=half(f"tenancy {name}"),
                        difficulty="hard",
                        tags=("generated", way.split(" ", 1)[0]),
                        provenance="practices times ways, evals/suites/tenancy.py",
                    )
                )
    return tuple(found)


def _case_of(practice: str) -> OfficeCase:
    payer, _, patient = _OFFICES[practice]
    return OfficeCase.model_validate(
        {
            "claim": {"lane": "dental", "payer": payer, "lines": [{"id": "1", "code": "D2740", "tooth": "19"}]},
            "facts": [{"key": "patient_name", "value": patient, "who": "front desk", "when": "2026-11-20"}],
        }
    )


def _caller(practice: str) -> Caller:
    return Caller(practice=practice, user="dana", role="admin")


def _prepared(bench: Workbench) -> tuple[Assistant, dict[str, Kept]]:
    """One home with the papers of all three, filled once a process."""
    assistant = bench.own("tenancy")
    if "tenancy" not in bench.kept:
        kept = {}
        for practice, (payer, months, patient) in _OFFICES.items():
            caller, path = _caller(practice), bench.place("tenancy") / f"{practice}.md"
            path.write_text(_DOCUMENT.format(practice=practice, payer=payer, months=months), encoding="utf-8")
            assistant.corpus_add(caller, [path])
            case = assistant.office.cases.add(caller, _case_of(practice), at=_AT)
            thread = f"thread-{practice}"
            assistant.ask(caller, Question(text=f"how often does {payer} cover a crown D2740?", thread=thread))
            answered = assistant.thread(caller, thread)[-1].answer
            said = f"{payer} manual, {patient}"
            assistant.give_feedback(caller, trace_id=f"t-{practice}", verdict="wrong", question=said, answer=answered)
            kept[practice] = Kept(practice, case.id, thread)
        bench.kept["tenancy"] = kept
    held: dict[str, Kept] = bench.kept["tenancy"]
    return assistant, held


def run(bench: Workbench, case: Case) -> Outcome:
    """Try one way in as the asker, then look whether the owner still has everything."""
    assistant, kept = _prepared(bench)
    given = case.inputs
    owner: Kept = kept[given["owner"]]
    asker = _caller(given["asker"])
    try:
        came: Any = ATTEMPTS[given["way"]](assistant, asker, owner)
        text = came.text if hasattr(came, "action") else repr(came)
        told = text + repr(getattr(came, "citations", ""))
    except ClaimwrightError as error:
        text = told = f"{type(error).__name__}: {error}"
    return Outcome(
        question=f"practice {given['asker']}: {given['way']} ({owner.payer})",
        text=text[:2000],
        values={
            "met": [mark for mark in owner.marks if mark.casefold() in told.casefold()],
            "lost": _lost(assistant, owner),
        },
    )


def _lost(assistant: Assistant, owner: Kept) -> list[str]:
    """What the owner has no longer, or no longer as it was."""
    caller = _caller(owner.practice)
    lost = []
    if not any(each.id == _manual(owner.practice) for each in assistant.corpus_list(caller)):
        lost.append("document")
    try:
        if assistant.office.cases.get(caller, owner.case).revision != 1:
            lost.append("case changed")
        assistant.thread(caller, owner.thread)
    except ClaimwrightError as error:
        lost.append(str(error))
    return lost


def _apart(case: Case, outcome: Outcome) -> Score:
    if case.expect["found"]:
        return unscored("nothing of another practice", "it looks for its own")
    return none_of("nothing of another practice", outcome.values["met"], "names, figures and people of the other")


def _own(case: Case, outcome: Outcome) -> Score:
    if not case.expect["found"]:
        return unscored("its own is found", "it looks for another's")
    return exact("its own is found", True, any("month" in mark for mark in outcome.values["met"]))


def _kept(_: Case, outcome: Outcome) -> Score:
    return none_of("nothing is lost", outcome.values["lost"], "document, case and thread of the owner")


SUITE = Suite(
    name="tenancy",
    about="three practices in one home, each by every way at the others",
    home="generated, evals/suites/tenancy.py",
    cases=cases,
    task=run,
    inputs=Tried,
    expect=Met,
    scorers=(_apart, _own, _kept),
)
