"""From a model's reply to an answer: only what its sources prove stays in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from assistant.conversation.proof import Held
from assistant.domain.answer import Answer, AnswerAction, AnswerStatus, Citation
from assistant.domain.artifacts import Artifact, Reply, ReplyStatement
from assistant.domain.draft import Source, Statement
from assistant.domain.finding import Finding
from assistant.domain.policy import Passage
from assistant.domain.trace import ToolUse

STATUS: dict[AnswerAction, AnswerStatus] = {
    "answer": "ready",
    "answer_with_caveat": "needs_review",
    "answer_then_offer_draft": "ready",
    "draft": "needs_review",
    "clarify": "clarify",
    "cannot_answer": "not_found",
    "refuse_and_redirect": "refused",
    "redact_and_answer": "needs_review",
    "smalltalk": "ready",
}
_ANSWERING = frozenset({"answer", "answer_with_caveat", "answer_then_offer_draft", "draft"})
_NOTHING = "The documents do not answer this."


def answer_of(
    reply: Reply | None,
    artifacts: tuple[Artifact, ...],
    *,
    held: Held,
    tools: tuple[ToolUse, ...],
    thread: str,
    trace_id: str,
    model: str,
) -> Answer:
    """The answer of a turn. A statement that its sources do not prove is left out and reported."""
    reply = reply or Reply(action="cannot_answer")
    kept: list[Statement] = []
    findings: list[Finding] = []
    for number, statement in enumerate(reply.statements, start=1):
        problem = held.problem(statement)
        if problem:
            findings.append(_left_out(f"s{number}", problem))
        else:
            kept.append(_statement(f"s{number}", statement, held))
    citations = tuple(_citations(kept, held.passages))
    action = _action(reply, kept, artifacts)
    return Answer(
        action=action,
        status="needs_review" if findings and STATUS[action] == "ready" else STATUS[action],
        text="\n\n".join(_numbered(s, citations) for s in kept) or _NOTHING,
        statements=tuple(kept),
        citations=citations,
        findings=tuple(findings),
        tools=tools,
        questions=tuple(question for question in reply.questions if not held.problem(_question(question))),
        thread=thread,
        trace_id=trace_id,
        model=model,
    )


def _question(text: str) -> ReplyStatement:
    return ReplyStatement(type="request", text=text)


def _action(reply: Reply, kept: list[Statement], artifacts: tuple[Artifact, ...]) -> AnswerAction:
    """An answer needs a statement that is proved; a draft or a text given back needs the tool's result."""
    if reply.action not in _ANSWERING:
        return reply.action
    proved = any(statement.type in ("policy", "fact", "law", "computed") for statement in kept)
    made = any(artifact.basis in ("draft", "redaction") for artifact in artifacts)
    return reply.action if proved or (made and kept) else "cannot_answer"


def _statement(identifier: str, statement: ReplyStatement, held: Held) -> Statement:
    passages = tuple(
        Source(kind="passage", key=key, document=held.passages[key].document, quote=statement.quote)
        for key in statement.passages
    )
    tables = tuple(
        Source(kind="calculation" if statement.type == "computed" else "table", key=key, document=artifact.basis)
        for key in statement.artifacts
        for artifact in held.artifacts.get(key, ())[:1]
    )
    return Statement(
        id=identifier, type=statement.type, text=statement.text, sources=(*passages, *tables), section="answer"
    )


def _numbered(statement: Statement, citations: tuple[Citation, ...]) -> str:
    """The statement with the numbers of its sources."""
    cited = {(source.key, source.quote) for source in statement.sources if source.kind == "passage"}
    marks = [f"[{n}]" for n, c in enumerate(citations, start=1) if (c.key, c.quote) in cited]
    return " ".join([statement.text, *marks])


def _citations(statements: Iterable[Statement], passages: Mapping[str, Passage]) -> Iterable[Citation]:
    seen: set[tuple[str, str]] = set()
    for statement in statements:
        for source in statement.sources:
            if source.kind != "passage" or source.key is None or (source.key, source.quote) in seen:
                continue
            seen.add((source.key, source.quote))
            yield _citation(passages[source.key], source.quote)


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
        quote=quote,
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
