"""The request for predetermination or prior authorization: the criteria before the treatment."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.chains.brief import Brief, counted
from assistant.chains.finish import Drafted, Outline, finish
from assistant.chains.letters.appeal import open_points
from assistant.chains.letters.appeal_letter import policy_slots, policy_source, shown, suffix_of
from assistant.chains.letters.appeal_notes import papers_lacking, policy_lacking
from assistant.chains.letters.head import head_marks, patient_lines
from assistant.chains.letters.sources import of_label, of_line, of_passage
from assistant.chains.papers_asked import Wanted, quote_of, wanted
from assistant.chains.point import Point
from assistant.chains.request import DraftRequest
from assistant.domain.draft import DraftAction, Enclosure, Placeholder, Source, Statement
from assistant.domain.finding import Finding
from assistant.prompting.statements import StatementTemplates, load_statements
from assistant.tables.attachments import normalise
from assistant.tables.payer_cards import payer_card
from assistant.tables.service_labels import service_label

HEADINGS = {"enclosures:checklist": "Checklist"}


def draft_predetermination(request: DraftRequest) -> Drafted:
    """A packet's letter with criteria table, checklist and questions for the clinician.

    ``not_found`` where no policy of the payer is in force. No date of service is printed.
    """
    brief = request.brief(planned=True)
    addressee = _addressee(brief)
    reference = (*patient_lines(brief), ("Request", "Review before treatment"))
    found = any(point.policy for point in brief.points)
    marks = (*open_points(brief), *_paper_marks(brief), *head_marks(brief, addressee, reference))
    outline = Outline(
        kind="predetermination",
        statements=tuple(_statements(brief)),
        found=found,
        action=_action(brief, found=found),
        wanted="none",
        addressee=addressee,
        re_block=reference,
        headings=HEADINGS,
        criteria=brief.criteria,
        enclosures=brief.present,
        placeholders=tuple(dict.fromkeys(marks)),
        notes=tuple(_notes(brief)),
        dated=False,
    )
    return finish(brief, outline, wording=request.wording, trace_id=request.trace_id)


def _action(brief: Brief, *, found: bool) -> DraftAction:
    """A request that its own chart speaks against, or with something missing, is not ready to be sent."""
    unsettled = any(result.status != "met" for point in brief.points for result in point.results)
    return "not_ready" if found and unsettled else "none"


def _addressee(brief: Brief) -> tuple[str, ...]:
    payer = brief.case.claim.payer
    entered = brief.case.entered("authorization_address")
    card = payer_card(payer, brief.today) if payer else None
    fax = card.authorization_fax if card is not None else None
    place = entered.value if entered else f"Fax {fax}" if fax else "[[needs: address or fax for authorizations]]"
    return (payer or "[[needs: name of the payer]]", "Prior authorization and predetermination", place)


def _statements(brief: Brief) -> Iterator[Statement]:
    templates = load_statements("predetermination")
    found: list[Statement | None] = []
    for number, point in enumerate(brief.points, start=1):
        found += _opening(brief, point, templates, number)
    if brief.points:
        found.append(templates.statement("undone", {}))
    for number, point in enumerate(brief.points, start=1):
        found += _criteria(brief, point, templates, number)
    if brief.points:
        found += [templates.statement("ask", {}), templates.statement("ask_reason", {})]
        found += _checklist(brief, templates)
        found.append(templates.statement("farewell", {}))
    yield from (statement for statement in found if statement is not None)


def _opening(brief: Brief, point: Point, templates: StatementTemplates, number: int) -> Iterator[Statement | None]:
    line, claim = point.line, brief.case.claim
    if line is None:
        return
    planned = line.model_copy(update={"date_of_service": None})
    sources = (*of_line(planned, claim.lines.index(line)), *of_label(line.code))
    slots = {"code": line.code, "label": service_label(line.code), "tooth": line.tooth, "area": line.area}
    yield templates.statement("opening", {**slots, "fee": line.fee}, sources=sources, suffix=suffix_of(number))
    if number == 1:
        codes = list(dict.fromkeys(claim.diagnoses))
        told = tuple(
            Source(kind="claim", document=f"claim.diagnoses[{index}]", quote=code) for index, code in enumerate(codes)
        )
        yield templates.statement("diagnosis", {"diagnoses": codes}, sources=told)


def _criteria(brief: Brief, point: Point, templates: StatementTemplates, number: int) -> Iterator[Statement | None]:
    if point.policy is None or not point.results:
        return
    suffix = suffix_of(number)
    yield templates.statement("policy", policy_slots(point), sources=(policy_source(point),), suffix=suffix)
    calculation = counted(point, brief.points.index(point))
    counts = dict(zip(("met_count", "total_count"), calculation.values, strict=True))
    source = Source(kind="calculation", key=calculation.key, quote="criteria table")
    yield templates.statement("count", counts, sources=(source,), suffix=suffix)
    yield from shown(brief, point, templates, number)


def _checklist(brief: Brief, templates: StatementTemplates) -> Iterator[Statement | None]:
    """Each paper of the family's checklist: the enclosure that fills it, or what is to be obtained."""
    for number, each_wanted in enumerate(wanted(brief.points), start=1):
        item = each_wanted.item
        filled = list(_filled(brief, each_wanted))
        sources = [Source(kind="table", key=item.kind, document="playbook", quote=item.title)]
        for place, each in filled:
            sources.append(Source(kind="attachment", document=each.file, quote=each.title))
            sources.append(Source(kind="calculation", key=f"enclosure_{place}", quote=f"enclosure {place}"))
        name = "check_enclosed" if filled else "check_missing" if item.required else "check_optional"
        named = [f"enclosure {place}" for place, _ in filled]
        slots = {"title": item.title, "numbers": named, "required": item.required}
        statement = templates.statement(name, slots, sources=sources, suffix=f"_{number}")
        yield _own_line(statement, number)
        yield _own_line(_asked(brief, each_wanted, templates, number), number)


def _asked(brief: Brief, each: Wanted, templates: StatementTemplates, number: int) -> Statement | None:
    """The payer's own words for a paper, where it asks for it."""
    passage = brief.library.passage(each.asked.passage) if each.asked is not None else None
    if each.asked is None or passage is None:
        return None
    slots = {"policy_title": passage.title, "asked": quote_of(each.asked)}
    return templates.statement("asked", slots, sources=(of_passage(passage, slots["asked"]),), suffix=f"_{number}")


def _own_line(statement: Statement | None, number: int) -> Statement | None:
    """Every item after the first is a paragraph of its own under the heading."""
    if statement is None or number == 1:
        return statement
    return statement.model_copy(update={"section": f"{statement.section}:{number}"})


def _filled(brief: Brief, each_wanted: Wanted) -> Iterator[tuple[int, Enclosure]]:
    for number, each in enumerate(brief.present, start=1):
        kind = normalise(each.kind)
        if {each.kind, kind.name if kind is not None else each.kind} & each_wanted.kinds:
            yield number, each


def _paper_marks(brief: Brief) -> Iterator[Placeholder]:
    for each in wanted(brief.points):
        item = each.item
        if item.required and not any(True for _ in _filled(brief, each)):
            yield Placeholder(
                text=f"[[needs: {item.title}]]",
                ask=f"Can this be enclosed: {item.title}?",
                choices=("yes, on file", "to be obtained", "does not exist"),
            )


def _notes(brief: Brief) -> Iterator[Finding]:
    yield from papers_lacking(brief)
    yield from policy_lacking(brief)
    for index, line in enumerate(brief.case.claim.lines):
        if line.date_of_service is not None:
            yield Finding(
                rule="PD01",
                severity="warning",
                where=f"claim.lines[{index}].date_of_service",
                message="a service that waits for an answer has no date of service; it is left out of the letter",
                fix='take the date out and set "purpose": "predetermination"; send a claim for what is done',
                source="Claim form item 24",
            )
