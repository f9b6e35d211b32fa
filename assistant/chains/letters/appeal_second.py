"""The second-level appeal: both decisions, and what the first review did not have."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from assistant.chains.brief import Brief, denied_name
from assistant.chains.finish import Drafted, finish
from assistant.chains.letters.appeal import appeal_outline
from assistant.chains.letters.appeal_letter import answer, billed, claimed, close, quoted, request
from assistant.chains.letters.sources import of_denial
from assistant.chains.request import DraftRequest
from assistant.domain.case import CaseDocument
from assistant.domain.draft import Placeholder, Source, Statement
from assistant.prompting.statements import StatementTemplates, load_statements
from assistant.recognise.placeholders import placeholders as open_marks

#: Papers of the payer and of the office itself are no new evidence.
_NO_EVIDENCE = ("denial_letter", "remittance", "letter")


def draft_appeal_second(asked: DraftRequest) -> Drafted:
    """An appeal of a level above the first; the clock is that of the level."""
    brief = asked.brief()
    statements = tuple(_statements(brief))
    outline = appeal_outline(brief, statements, _own_marks(statements))
    return finish(brief, outline, wording=asked.wording, trace_id=asked.trace_id)


def decisions(brief: Brief) -> tuple[date | None, date | None]:
    """The days of the first and of the last decision on the main service; the last only where there are two."""
    days = sorted({denial.date for _, denial in brief.main.denials if denial.date is not None})
    return (days[0] if days else None), (days[-1] if len(days) > 1 else None)


def _statements(brief: Brief) -> Iterator[Statement]:
    if brief.denial is None or brief.line is None:
        return
    own, shared = load_statements("appeal_second"), load_statements("appeal")
    found = (
        *_opening(brief, own),
        *answer(brief, brief.main, shared, 1),
        *_new(brief, own),
        *request(brief, shared),
        *close(brief, shared),
    )
    yield from (statement for statement in found if statement is not None)


def _opening(brief: Brief, own: StatementTemplates) -> Iterator[Statement | None]:
    line, denial = brief.line, brief.denial
    assert line is not None
    assert denial is not None
    slots = {"service": denied_name(brief.main), "dos": line.date_of_service, **billed(brief.main)}
    yield own.statement("opening", slots, sources=claimed(brief, brief.main))
    first, second = decisions(brief)
    sources = tuple(source for index, each in brief.main.denials for source in of_denial(each, index))
    yield own.statement("decisions", {"first_day": first, "second_day": second}, sources=sources)
    yield own.statement("decision_missing", {"second_day": second})
    yield own.statement("opening_request", {})


def _new(brief: Brief, own: StatementTemplates) -> Iterator[Statement | None]:
    """Papers dated after the first decision, with what they state."""
    first, _ = decisions(brief)
    papers = tuple(_papers_after(brief, first)) if first is not None else ()
    for number, paper in enumerate(papers, start=1):
        quotes = list(dict.fromkeys(fact.quote for fact in brief.facts if fact.document == paper.id))
        slots = {"document": brief.titles[paper.id], "document_day": brief.days[paper.id], "quotes": quotes}
        sources = tuple(quoted(brief, paper.id, quote) for quote in quotes) or (_whole(paper),)
        yield own.statement("new_paper", slots, sources=sources, suffix=f"_{number}")
    if not papers:
        yield own.statement("nothing_new", {})


def _papers_after(brief: Brief, first: date) -> Iterator[CaseDocument]:
    for document in brief.case.documents:
        day = brief.days.get(document.id)
        if day is not None and day > first and document.kind not in _NO_EVIDENCE and document.text:
            yield document


def _whole(paper: CaseDocument) -> Source:
    """The first line of a paper from which no fact was read."""
    return Source(kind="span", document=paper.id, quote=(paper.text or "").strip().splitlines()[0])


def _own_marks(statements: tuple[Statement, ...]) -> Iterator[Placeholder]:
    for statement in statements:
        if statement.id in ("decision_missing", "nothing_new"):
            for what in open_marks(statement.text):
                yield Placeholder(text=f"[[needs: {what}]]", ask=f"What is the {what}?")
