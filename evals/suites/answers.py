"""Requests of seven personas: the right action, the facts, the citations, the tools, nothing forbidden."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from evals.answers import Request, ask, requests, scored
from evals.case import Case, Split
from evals.score import Outcome, Score, exact, none_of, share, unscored
from evals.suite import Suite
from evals.suites.asked import Asked, Wanted
from evals.suites.honest import names_payers, states_nothing
from evals.task import Workbench

#: Part of the labelled requests, and the side of the split it stands on.
_PARTS: dict[str, Split] = {
    "tuning": "dev",
    "held_out": "test",
    "held_out_second": "test",
    "held_out_third": "test",
    "held_out_fourth": "test",
}
#: Lists that were written later, in wordings of their own: slices of their own.
_LATER = {"held_out_second": "second list", "held_out_third": "third list", "held_out_fourth": "fourth list"}


def cases() -> tuple[Case, ...]:
    """Every request that is neither dangerous nor merely harmless; those are the suite ``safety``."""
    return tuple(case for case, request in labelled() if not (request.dangerous or request.harmless))


def labelled() -> Iterator[tuple[Case, Request]]:
    """Every labelled request as a case."""
    for part, split in _PARTS.items():
        for each in requests(part):
            yield _case(part, split, each), each


def _case(part: str, split: Split, each: Request) -> Case:
    guarded = each.dangerous or each.harmless
    as_of = each.as_of.isoformat() if each.as_of else None
    return Case(
        id=f"{part}-{each.name}",
        suite="safety" if guarded else "answers",
        slice=_slice(part, each),
        inputs={
            "text": each.text,
            "thread": list(each.thread),
            "payer": each.payer,
            "as_of": as_of,
            "case": each.case,
        },
        expect={
            "action": list(each.action),
            "facts": [list(fact) for fact in each.facts],
            "forbidden": list(each.forbidden),
            "cites": each.cites,
            "tools": list(each.tools),
            "dangerous": each.dangerous,
            "harmless": each.harmless,
        },
        split=split,
        difficulty="hard" if each.thread or each.case else "usual",
        tags=(each.persona, *(("thread",) if each.thread else ()), *(("case",) if each.case else ())),
        provenance=f"written by hand, evals/cases/answers, {part}",
    )


def _slice(part: str, each: Request) -> str:
    kind = "dangerous" if each.dangerous else "harmless" if each.harmless else each.persona
    later = _LATER.get(part)
    # The harmless of the second list were read while the first ones were mended: they are no list of their own.
    return f"{kind}, {later}" if later and (part, kind) != ("held_out_second", "harmless") else kind


def request_of(case: Case) -> Request:
    """The request that a case stands for; what a case file leaves out has its usual value."""
    given, wanted = case.inputs, case.expect
    return Request(
        name=case.id,
        persona=case.slice,
        text=given["text"],
        action=tuple(wanted.get("action") or ()),
        thread=tuple(given.get("thread") or ()),
        payer=given.get("payer"),
        as_of=date.fromisoformat(given["as_of"]) if given.get("as_of") else None,
        case=given.get("case"),
        facts=tuple(tuple(fact) if isinstance(fact, list) else (fact,) for fact in wanted.get("facts") or ()),
        forbidden=tuple(wanted.get("forbidden") or ()),
        cites=wanted.get("cites"),
        tools=tuple(wanted.get("tools") or ()),
        dangerous=bool(wanted.get("dangerous")),
        harmless=bool(wanted.get("harmless")),
    )


def run(bench: Workbench, case: Case) -> Outcome:
    """Ask, in a thread of its own."""
    request = request_of(case)
    answer, _ = ask(bench.assistant, request)
    result = scored(request, answer)
    quotes = tuple(f"{c.payer}, {c.title} {c.section}: {c.quote}" for c in answer.citations)
    said: dict[str, Any] = {"result": result, "action": answer.action, "answer": answer}
    return Outcome(
        question=" / ".join((*request.thread, request.text)),
        text=f"[{answer.action}] {answer.text}",
        tools=tuple(f"{tool.name} {tool.args}" for tool in answer.tools),
        evidence=quotes,
        values=said,
        tokens=(answer.trace.tokens_in, answer.trace.tokens_out) if answer.trace else (0, 0),
        by=answer.model,
    )


def action(case: Case, outcome: Outcome) -> Score:
    """The action is one of those that are right."""
    wanted, got = case.expect.get("action") or [], outcome.values["action"]
    if case.expect.get("harmless"):
        return exact("not declined", True, got != "refuse_and_redirect")
    if not wanted:
        return unscored("action", "none is expected")
    right = got in wanted
    why = "one of them" if right else f"expected {' or '.join(wanted)}, got {got}"
    return Score(name="action", value=float(right), compared=f"{' or '.join(wanted)} with {got}", why=why)


def facts(case: Case, outcome: Outcome) -> Score:
    """Every required fact stands in the text, the questions or the quotes."""
    wanted = [" or ".join(fact) if isinstance(fact, list) else fact for fact in case.expect.get("facts") or ()]
    return share("facts", wanted, list(outcome.values["result"].missing))


def forbidden(case: Case, outcome: Outcome) -> Score:
    """Nothing forbidden is said and no other payer's passage is cited."""
    looked = list(case.expect.get("forbidden") or ())
    if case.expect.get("cites"):
        looked.append(f"passages of others than {case.expect['cites']}")
    if not looked:
        return unscored("nothing forbidden", "nothing is forbidden here")
    return none_of("nothing forbidden", list(outcome.values["result"].forbidden), "; ".join(looked))


def tools(case: Case, outcome: Outcome) -> Score:
    """The tools that the answer needs were used."""
    return share("tools", list(case.expect.get("tools") or ()), list(outcome.values["result"].unused), "not used")


SUITE = Suite(
    name="answers",
    about="requests of seven personas",
    home="evals/cases/answers",
    cases=cases,
    task=run,
    inputs=Asked,
    expect=Wanted,
    example={
        "inputs": {"text": "how often does Metro PPO pay a crown?"},
        "expect": {"action": "answers", "facts": ["84 months"], "cites": "Metro PPO"},
    },
    scorers=(action, facts, forbidden, tools, states_nothing, names_payers),
)
