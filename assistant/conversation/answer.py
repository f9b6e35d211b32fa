"""From a model's reply to an answer: only what its passages prove stays in."""

from __future__ import annotations

from collections.abc import Iterable

from assistant.conversation.loop import TurnResult
from assistant.domain.answer import Answer, AnswerStatus, Citation
from assistant.domain.artifacts import Reply, ReplyStatement
from assistant.domain.draft import Source, Statement
from assistant.domain.finding import Finding
from assistant.domain.policy import GENERAL, Passage
from assistant.rules.drafts.proof import folded, values

_STATUS: dict[str, AnswerStatus] = {
    "answer": "ready",
    "answer_with_caveat": "needs_review",
    "clarify": "clarify",
    "cannot_answer": "not_found",
}


def answer_of(result: TurnResult, *, thread: str, trace_id: str, model: str) -> Answer:
    """The answer of a turn. A statement that its passages do not prove is left out and reported."""
    held = {hit.passage.key: hit.passage for found in result.found for hit in found.hits}
    payer = next((found.payer for found in result.found if found.payer), None)
    reply = result.reply or Reply(action="cannot_answer")
    kept: list[Statement] = []
    findings: list[Finding] = []
    for number, statement in enumerate(reply.statements, start=1):
        problem = _problem(statement, held, payer)
        if problem:
            findings.append(_left_out(f"s{number}", problem))
        else:
            kept.append(_statement(f"s{number}", statement, held))
    citations = tuple(_citations(kept, held))
    proved = [s for s in kept if s.type == "policy"]
    action = reply.action if proved or reply.action not in ("answer", "answer_with_caveat") else "cannot_answer"
    return Answer(
        action=action,
        status=_STATUS[action],
        text="\n\n".join(_numbered(s, citations) for s in kept) or "The documents do not answer this.",
        statements=tuple(kept),
        citations=citations,
        findings=tuple(findings),
        tools=result.tools,
        questions=reply.questions,
        thread=thread,
        trace_id=trace_id,
        model=model,
    )


def _problem(statement: ReplyStatement, held: dict[str, Passage], payer: str | None) -> str:
    """Why a statement may not stand; empty when it may."""
    if statement.type in ("request", "courtesy") and not statement.passages:
        return f"{sorted(values(statement.text))} has no source" if _claims(statement) else ""
    passages = [held[key] for key in statement.passages if key in held]
    if len(passages) < max(1, len(statement.passages)):
        return "cites a passage that was not found"
    if any(passage.payer not in (payer, GENERAL) for passage in passages if payer):
        return "cites another payer's document"
    if statement.quote and not any(folded(statement.quote) in folded(passage.text) for passage in passages):
        return "quotes words that the passage does not hold"
    proved = set().union(*(values(_all_words(passage)) for passage in passages))
    unproved = values(statement.text) - proved
    return f"states {sorted(unproved)} without a source" if unproved else ""


def _claims(statement: ReplyStatement) -> bool:
    """A courtesy that carries a code, an amount or a measurement is a statement without a source."""
    return any(kind in ("code", "tooth", "surface") for kind, _ in values(statement.text))


def _all_words(passage: Passage) -> str:
    days = [day.isoformat() for day in (passage.effective_from, passage.effective_through) if day]
    return f"{passage.title}\n{passage.section}\n{passage.text}\n{' '.join(days)}"


def _statement(identifier: str, statement: ReplyStatement, held: dict[str, Passage]) -> Statement:
    sources = tuple(
        Source(kind="passage", key=key, document=held[key].document, quote=statement.quote)
        for key in statement.passages
    )
    return Statement(id=identifier, type=statement.type, text=statement.text, sources=sources, section="answer")


def _numbered(statement: Statement, citations: tuple[Citation, ...]) -> str:
    """The statement with the numbers of its sources."""
    cited = {(source.key, source.quote) for source in statement.sources}
    marks = [
        f"[{n}]"
        for n, c in enumerate(citations, start=1)
        if any(c.key == key for key, _ in cited) and (c.key, c.quote) in cited
    ]
    return " ".join([statement.text, *marks])


def _citations(statements: Iterable[Statement], held: dict[str, Passage]) -> Iterable[Citation]:
    seen: set[tuple[str, str]] = set()
    for statement in statements:
        for source in statement.sources:
            if source.key is None or (source.key, source.quote) in seen:
                continue
            seen.add((source.key, source.quote))
            yield _citation(held[source.key], source.quote)


def _citation(passage: Passage, quote: str) -> Citation:
    return Citation(
        key=passage.key,
        document=passage.document,
        title=passage.title,
        section=passage.section,
        page=passage.page,
        payer=passage.payer,
        effective_from=passage.effective_from,
        effective_through=passage.effective_through,
        quote=quote or passage.text.strip().splitlines()[0],
        url=next((word for word in passage.source.split() if word.startswith("http")), None),
        provenance=passage.provenance,
    )


def _left_out(where: str, problem: str) -> Finding:
    return Finding(
        rule="AN01",
        severity="warning",
        where=where,
        message=f"a statement was left out because it {problem}",
        fix="read the cited document",
        source="Law 1: proof-carrying answers",
    )
