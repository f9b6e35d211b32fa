"""The reply to a payer's request for records: item by item, enclosed or not held."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from assistant.chains.brief import Brief
from assistant.chains.finish import Drafted, Outline, finish
from assistant.chains.letters.appeal_letter import in_time
from assistant.chains.letters.head import address_for_appeals, head_marks, re_block
from assistant.chains.letters.sources import of_line
from assistant.chains.request import DraftRequest
from assistant.domain.case import CaseDocument
from assistant.domain.draft import Enclosure, Placeholder, Source, Statement
from assistant.domain.fact import EnteredFact
from assistant.domain.finding import Finding
from assistant.intake.addresses import address_in
from assistant.intake.records_request import AskedItem, items_asked, requesting_letter
from assistant.prompting.statements import load_statements
from assistant.tables.attachments import normalise

_CHOICES = ("obtain it and enclose it", "we do not hold it", "it does not apply")
#: An entered fact of this key names a kind of paper that the office does not hold, and may say why after a colon.
NOT_HELD = "not_held"


@dataclass(frozen=True)
class _Answered:
    """An item with what answers it: enclosures by their number, or a person's word that there is none."""

    item: AskedItem
    enclosed: tuple[tuple[int, Enclosure], ...]
    not_held: EnteredFact | None
    held: CaseDocument | None


def draft_records_reply(request: DraftRequest) -> Drafted:
    """A cover letter that answers each item; ``not_found`` where no paper of the case asks for records."""
    brief = request.brief(event="records_request")
    answers = tuple(_answer(brief, item) for item in items_asked(brief.case))
    addressee, reference = _addressee(brief), re_block(brief)
    marks = (*(_mark(a) for a in answers if not a.enclosed and a.not_held is None), *_clock(brief))
    outline = Outline(
        kind="records_reply",
        statements=tuple(_statements(brief, answers)),
        found=bool(answers),
        action="send_records" if answers else "none",
        wanted="send_records",
        addressee=addressee,
        re_block=reference,
        enclosures=brief.present if answers else (),
        dated=bool(answers),
        placeholders=tuple(dict.fromkeys((*marks, *head_marks(brief, addressee, reference)))) if answers else (),
        notes=tuple(_notes(brief, answers)),
        about_claim=False,
    )
    return finish(brief, outline, wording=request.wording, trace_id=request.trace_id)


def _answer(brief: Brief, item: AskedItem) -> _Answered:
    enclosed = tuple(
        (number, each) for number, each in enumerate(brief.present, start=1) if _fits(each.kind, each.tooth, item)
    )
    said = [fact for fact in brief.case.facts if fact.key == NOT_HELD and _kind(fact.value) in item.kinds]
    held = next((d for d in brief.case.documents if d.id != item.document and _fits(d.kind, None, item)), None)
    return _Answered(item, enclosed, said[-1] if said else None, held)


def _fits(kind: str, tooth: str | None, item: AskedItem) -> bool:
    """Whether a paper is of a kind that the item names, and of its tooth where both name one."""
    named = normalise(kind)
    own = named.name if named is not None else kind
    return own in item.kinds and (not tooth or not item.teeth or tooth in item.teeth)


def _kind(words: str) -> str:
    """The kind that a ``not_held`` fact is about; what stands after a colon says why."""
    named = normalise(words.partition(":")[0])
    return named.name if named is not None else words.partition(":")[0].strip()


def _addressee(brief: Brief) -> tuple[str, ...]:
    entered, letter = brief.case.entered("records_address"), requesting_letter(brief.case)
    known = entered.value if entered else address_in(letter) if letter is not None else None
    return (
        brief.case.claim.payer or "[[needs: name of the payer]]",
        "Records for claim review",
        known or address_for_appeals(brief).address or "[[needs: address or fax number from the request]]",
    )


def _statements(brief: Brief, answers: tuple[_Answered, ...]) -> Iterator[Statement]:
    letter = requesting_letter(brief.case)
    if letter is None:
        return
    templates = load_statements("records_reply")
    line, day = brief.line, brief.days.get(letter.id)
    sources = [Source(kind="span", document=letter.id, quote=answers[0].item.quote)]
    if line is not None:
        sources += of_line(line, brief.case.claim.lines.index(line))
    slots = {"letter_day": day, "code": line.code if line else None, "dos": line.date_of_service if line else None}
    found = [templates.statement("opening", slots, sources=sources), templates.statement("intro", {})]
    for number, answer in enumerate(answers, start=1):
        found += [
            templates.statement(name, slots, sources=tuple(_sources(answer)), suffix=f"_{number}")
            for name, slots in _slots(answer)
        ]
    found.append(in_time(brief, templates, "due"))
    found += [templates.statement(name, {}) for name in ("decide", "thanks", "farewell")]
    # Each item is a paragraph of its own.
    yield from (_apart(statement) for statement in found if statement is not None)


def _apart(statement: Statement) -> Statement:
    if statement.section != "rebuttal":
        return statement
    return statement.model_copy(update={"section": f"rebuttal:{statement.id}"})


def _slots(answer: _Answered) -> Iterator[tuple[str, dict[str, object]]]:
    quote = answer.item.quote
    if answer.enclosed:
        named = [f"enclosure {number} ({each.title})" for number, each in answer.enclosed]
        yield "item_enclosed", {"item": quote, "enclosed": named}
    elif answer.not_held is not None:
        said = answer.not_held.value.partition(":")[2].strip()
        yield "item_not_held", {"item": quote, "why_not": said or "we do not hold this record."}
    else:
        yield "item_open", {"item": quote, "to_do": _to_do(answer)}


def _to_do(answer: _Answered) -> str:
    if answer.held is not None:
        return f"add {answer.held.file or answer.held.id} to the enclosures, which shows this"
    return f"{answer.item.quote}, or the word that we do not hold it"


def _sources(answer: _Answered) -> Iterator[Source]:
    yield Source(kind="span", document=answer.item.document, quote=answer.item.quote)
    for number, each in answer.enclosed:
        yield Source(kind="attachment", document=each.file, quote=each.title)
        yield Source(kind="calculation", key=f"enclosure_{number}", quote=f"enclosure {number}")
    if answer.not_held is not None:
        yield Source(kind="entered", document=f"entered by {answer.not_held.who}", quote=answer.not_held.value)
    elif answer.held is not None:
        yield Source(kind="claim", document=f"documents.{answer.held.id}", quote=answer.held.file or answer.held.id)


def _mark(answer: _Answered) -> Placeholder:
    ask = f'The payer asks for "{answer.item.quote}". Is it held?'
    return Placeholder(text=f"[[needs: {_to_do(answer)}]]", ask=ask, choices=_CHOICES)


def _clock(brief: Brief) -> tuple[Placeholder, ...]:
    if brief.deadline is not None:
        return ()
    return (
        Placeholder(text="[[needs: last day of the request]]", ask="By which day does the payer want the records?"),
    )


def _notes(brief: Brief, answers: tuple[_Answered, ...]) -> Iterator[Finding]:
    if not answers:
        yield Finding(
            rule="RR01",
            severity="warning",
            where="documents",
            message="no paper of the case asks for records",
            fix="add the payer's request as a document of the kind letter or denial_letter",
            source="case.yaml",
        )
    extra = [e.title for e in brief.present if not any(e == each for a in answers for _, each in a.enclosed)]
    if answers and extra:
        yield Finding(
            rule="RR02",
            severity="note",
            where="attachments",
            message=f"enclosed but not asked for: {', '.join(extra)}",
            fix="leave out what the payer does not need for this request",
            source="minimum necessary",
        )
