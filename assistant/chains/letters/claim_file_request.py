"""The request for the claim file and the criteria relied on: the first step before an appeal."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.chains.action import action_of
from assistant.chains.brief import Brief, denied_name
from assistant.chains.finish import Drafted, Outline, finish
from assistant.chains.letters.appeal import late
from assistant.chains.letters.appeal_letter import claimed, in_time, right_to_ask, said_words, words_of
from assistant.chains.letters.appeal_notes import nothing_denied
from assistant.chains.letters.head import appeals_addressee, head_marks, re_block
from assistant.chains.letters.sources import of_denial
from assistant.chains.request import DraftRequest
from assistant.domain.draft import Statement
from assistant.prompting.statements import StatementTemplates, load_statements


def draft_claim_file_request(request: DraftRequest) -> Drafted:
    """A letter that asks for file, criteria and reviewer; ``not_found`` where nothing was denied.

    It is the draft for a denial without a reason, which no appeal can answer.
    """
    brief = request.brief()
    addressee, reference = appeals_addressee(brief), re_block(brief)
    outline = Outline(
        kind="claim_file_request",
        statements=tuple(_statements(brief)),
        found=brief.denial is not None,
        action=action_of(brief),
        addressee=addressee,
        re_block=reference,
        placeholders=(*head_marks(brief, addressee, reference), *late(brief)),
        notes=() if brief.denial is not None else (nothing_denied(),),
        about_claim=False,
    )
    return finish(brief, outline, wording=request.wording, trace_id=request.trace_id)


def _statements(brief: Brief) -> Iterator[Statement]:
    if brief.denial is None or brief.line is None:
        return
    templates = load_statements("claim_file_request")
    found = (*_about(brief, templates), *_asked(brief, templates))
    yield from (statement for statement in found if statement is not None)


def _about(brief: Brief, templates: StatementTemplates) -> Iterator[Statement | None]:
    line, denial = brief.line, brief.denial
    assert line is not None
    assert denial is not None
    slots = {"service": denied_name(brief.main), "dos": line.date_of_service, "notice_date": denial.date}
    yield templates.statement("opening", slots, sources=claimed(brief, brief.main))
    yield templates.statement("purpose", {})
    told = False
    for index, each in brief.main.denials:
        words = said_words(brief, each, brief.main)
        told = told or bool(each.carc or words)
        suffix = f"_{index + 1}" if index else ""
        codes = {"carc": each.carc, "group": each.group, "rarc": each.rarc}
        yield templates.statement("reason_codes", codes, sources=of_denial(each, index), suffix=suffix)
        sources = words_of(brief, each, index, words)
        yield templates.statement("reason_words", {"reason_text": words}, sources=sources, suffix=suffix)
    if not told:
        yield templates.statement("reason_none", {})


def _asked(brief: Brief, templates: StatementTemplates) -> Iterator[Statement | None]:
    for plain in ("criteria", "file", "reviewer", "next_step"):
        yield templates.statement(plain, {})
    yield right_to_ask(brief, templates)
    if (clock := in_time(brief, templates, "clock")) is not None and brief.deadline is not None:
        yield clock
        yield templates.statement("in_time", {"deadline": brief.deadline.date})
    yield templates.statement("thanks", {})
    yield templates.statement("farewell", {})
