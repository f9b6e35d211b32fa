"""The narrative of necessity: a letter (medical: SOAP; dental: line by line), or a text for a channel."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.chains.brief import Brief, service_name
from assistant.chains.finish import Drafted, Outline, finish
from assistant.chains.letters.appeal import open_points
from assistant.chains.letters.appeal_notes import policy_lacking
from assistant.chains.letters.dental_narrative import channel_text, dental_statements
from assistant.chains.letters.head import appeals_addressee, head_marks, patient_lines, re_block
from assistant.chains.letters.soap import HEADINGS, soap_marks, soap_statements
from assistant.chains.request import DraftRequest
from assistant.domain.draft import Statement
from assistant.domain.errors import BadInput
from assistant.domain.finding import Finding
from assistant.rendering.channels import CHANNELS


def draft_narrative(request: DraftRequest) -> Drafted:
    """A narrative from the chart alone; ``not_found`` where the chart says nothing about the service.

    ``channel`` gives a text exactly as long as the channel carries; ``BadInput`` names the
    channels that there are.
    """
    if request.channel is not None and request.channel not in CHANNELS:
        raise BadInput(f"no channel {request.channel!r}", where="--channel", fix=f"one of {', '.join(CHANNELS)}")
    brief = request.brief()
    short = request.channel is not None and request.channel != "letter"
    dental = short or brief.case.claim.lane == "dental"
    statements = tuple(_statements(brief, dental=dental, short=short))
    told = any(fact.entered or (fact.span and fact.span.document in brief.titles) for fact in brief.facts)
    payer = brief.case.claim.payer or "[[needs: name of the payer]]"
    addressee = (payer, "Clinical review", *_address(brief))
    reference = re_block(brief)
    marks = [*open_points(brief), *soap_marks(statements)]
    if not short:
        marks += head_marks(brief, addressee, reference)
    fitted = channel_text(brief, request.channel) if short and request.channel else None
    outline = Outline(
        kind="narrative",
        statements=statements,
        found=told,
        addressee=addressee,
        re_block=reference if brief.denial is not None else patient_lines(brief),
        headings={} if dental else _headings(brief),
        criteria=brief.criteria,
        printed=False,
        enclosures=() if short else brief.present,
        placeholders=tuple(dict.fromkeys(marks)) if told else (),
        notes=(*_notes(brief, told=told), *(fitted.notes if fitted else ())),
        dated=False,
        text=f"{fitted.text}\n" if fitted else None,
    )
    return finish(brief, outline, wording=request.wording, trace_id=request.trace_id)


def _statements(brief: Brief, *, dental: bool, short: bool) -> Iterator[Statement]:
    """The statements of every line; ids and sections of further lines carry the line's number."""
    for number, point in enumerate(brief.points, start=1):
        made = dental_statements(brief, point, short=short) if dental else soap_statements(brief, point)
        last = number == len(brief.points)
        for statement in made:
            closing = statement.section in ("enclosures", "signature")
            if (closing and not last) or (number > 1 and statement.id == "origin"):
                continue
            if number == 1 or closing:
                yield statement
            else:
                section = f"{statement.section}:line{number}" if not dental else f"{statement.section}_line{number}"
                yield statement.model_copy(update={"id": f"{statement.id}_line{number}", "section": section})


def _headings(brief: Brief) -> dict[str, str]:
    """The heading of each part; with several services each part names its own."""
    if len(brief.points) < 2:
        return dict(HEADINGS)
    return {
        f"{section}:line{number}" if number > 1 else section: f"{heading}: {service_name(point)}"
        for number, point in enumerate(brief.points, start=1)
        for section, heading in HEADINGS.items()
    }


def _address(brief: Brief) -> tuple[str, ...]:
    """The address for appeals serves for a narrative only where a denial is answered."""
    return appeals_addressee(brief)[2:] if brief.denial is not None else ()


def _notes(brief: Brief, *, told: bool) -> Iterator[Finding]:
    if not told:
        yield Finding(
            rule="NA01",
            severity="warning",
            where="documents",
            message="the papers say nothing about the services on the claim, so there is nothing to tell",
            fix="add the chart note of the visit under `documents`",
            source="case.yaml",
        )
    yield from policy_lacking(brief)
