"""What a model may state: only what a passage of the right payer or a tool's result proves."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.conversation.answer import answer_of
from assistant.conversation.proof import Held
from assistant.domain.artifacts import Found, Reply, ReplyStatement
from assistant.domain.policy import Hit, Passage

QUOTE = "A crown is replaced once in 84 months per tooth."


def passage(key: str, payer: str, text: str = QUOTE) -> Passage:
    return Passage(
        key=key,
        document=f"doc-{key}",
        title="Crowns (2026)",
        section="3. Replacement",
        text=f"{text} Report D2740.",
        ordinal=1,
        payer=payer,
        effective_from=date(2026, 1, 1),
    )


FOUND = Found(
    key="search",
    question="crown?",
    on=date(2026, 11, 22),
    payer="Metro PPO",
    supported=True,
    hits=(Hit(passage=passage("m1", "Metro PPO"), score=1), Hit(passage=passage("g1", "General"), score=1)),
)
OTHER = Found(
    key="other", question="x", on=date(2026, 11, 22), hits=(Hit(passage=passage("b1", "Brightsmile"), score=1),)
)
HELD = Held.of([FOUND, OTHER], ["Metro PPO"], "how often is a crown paid on #19?")


def said(text: str, kind: str = "policy", **more: Any) -> ReplyStatement:
    return ReplyStatement.model_validate({"type": kind, "text": text, **more})


@pytest.mark.parametrize(
    "statement",
    [
        said(f'Metro PPO says: "{QUOTE}"', passages=["m1"], quote=QUOTE),
        said("Once in 84 months.", passages=["m1"], quote="once in 84 months"),
        said("General guidance: once in 84 months.", passages=["g1"], quote="once in 84 months"),
        said("In force from January 1, 2026.", passages=["m1"], quote="A crown is replaced"),
        said("Which payer is it about?", "request"),
        said("Good luck with tooth #19.", "courtesy"),
    ],
    ids=lambda statement: statement.text,
)
def test_what_is_proved(statement: ReplyStatement) -> None:
    assert HELD.problem(statement) == ""


@pytest.mark.parametrize(
    ("statement", "says"),
    [
        (said("Once in 60 months.", passages=["m1"], quote="once in 84 months"), "states 60"),
        (said("Once in 84 months.", passages=["m1"], quote="once in 60 months"), "does not hold"),
        (said("Once in 84 months.", passages=["m7"], quote="once in 84 months"), "was not found"),
        (said("Once in 84 months.", passages=["m1", "m7"], quote="once in 84 months"), "was not found"),
        (said("Once in 84 months.", passages=["b1"], quote="once in 84 months"), "another payer"),
        (said("Once in 84 months.", passages=["m1"]), "without its words"),
        (said("Once in 84 months."), ""),
        (said("It is allowed at $500.00.", "computed"), "rests on nothing"),
        (said("It is allowed at $500.00.", "computed", artifacts=["search"]), "500"),
        (said("Use D2750 instead.", "courtesy"), "D2750"),
        (said("Ask for tooth #3.", "request"), "3"),
    ],
    ids=lambda value: value.text if isinstance(value, ReplyStatement) else value,
)
def test_what_is_not(statement: ReplyStatement, says: str) -> None:
    problem = HELD.problem(statement)
    assert problem
    assert says in problem


def answered(*statements: ReplyStatement, action: str = "answer") -> Any:
    reply = Reply.model_validate({"action": action, "statements": [s.model_dump() for s in statements]})
    return answer_of(reply, (FOUND, OTHER), held=HELD, tools=(), thread="t", trace_id="x", model="test")


def test_what_is_not_proved_is_left_out_and_told() -> None:
    good = said("Once in 84 months.", passages=["m1"], quote="once in 84 months")
    answer = answered(good, said("Implants are always paid at 100%.", passages=["m1"], quote="A crown"))
    assert (answer.action, answer.status) == ("answer", "needs_review")
    assert [statement.text for statement in answer.statements] == [good.text]
    assert "100%" not in answer.text
    assert [(finding.rule, finding.where) for finding in answer.findings] == [("AN01", "s2")]


def test_an_answer_without_any_proof_is_none() -> None:
    answer = answered(said("Trust me, it is paid.", passages=["b1"], quote="A crown"))
    assert (answer.action, answer.status) == ("cannot_answer", "not_found")
    assert answer.statements == ()
    assert answer.citations == ()


def test_citations_are_numbered_as_they_are_used() -> None:
    first = said("Once in 84 months.", passages=["m1"], quote="once in 84 months")
    second = said("In general once in 84 months.", passages=["g1"], quote=QUOTE)
    answer = answered(first, second)
    assert [citation.key for citation in answer.citations] == ["m1", "g1"]
    assert "Once in 84 months. [1]" in answer.text
    assert "In general once in 84 months. [2]" in answer.text
    assert answer.citations[0].effective_from == date(2026, 1, 1)


@given(text=st.text(max_size=200), quote=st.text(max_size=60))
def test_any_statement_is_judged(text: str, quote: str) -> None:
    statement = said(text, passages=["m1"], quote=quote)
    problem = HELD.problem(statement)
    assert problem or " ".join(quote.split()).casefold() in passage("m1", "Metro PPO").text.casefold()
