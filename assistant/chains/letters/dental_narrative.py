"""The dental narrative of a line: its statements, and its text to the length of a channel."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from assistant.chains.brief import Brief, service_name
from assistant.chains.letters.appeal_letter import quoted
from assistant.chains.letters.dental_parts import ASKED, clauses, images_of, parts_of
from assistant.chains.letters.sources import of_label, of_line
from assistant.chains.point import Point
from assistant.domain.draft import Source, Statement
from assistant.domain.finding import Finding
from assistant.prompting.statements import StatementTemplates, load_statements
from assistant.prompting.wording import long_date
from assistant.rendering.channels import CHANNELS, Part, claim_note, fit_channel
from assistant.tables.service_labels import service_label


class ChannelText(NamedTuple):
    """The text of every line, a line each, and what was left out of it."""

    text: str
    notes: tuple[Finding, ...]


def dental_statements(brief: Brief, point: Point, *, short: bool) -> tuple[Statement, ...]:
    """One statement a clause, the payer's own questions first; ``short`` leaves the letter's words out."""
    if point.line is None:
        return ()
    templates = load_statements("dental_narrative")
    found = (*_head(brief, point, templates, short=short), *_findings(brief, point, templates))
    found = (*found, *_images(brief, point, templates))
    if not short:
        found = (*found, templates.statement("farewell", {}))
    return tuple(statement for statement in found if statement is not None)


def _head(brief: Brief, point: Point, templates: StatementTemplates, *, short: bool) -> Iterator[Statement | None]:
    line = point.line
    assert line is not None
    place = {"code": line.code, "tooth": line.tooth, "area": line.area}
    sources = (*of_line(line, brief.case.claim.lines.index(line)), *of_label(line.code))
    if short:
        yield templates.statement("place", place, sources=sources)
        return
    slots = {**place, "label": service_label(line.code), "surfaces": line.surfaces, "dos": line.date_of_service}
    yield templates.statement("line", slots, sources=sources)


def _findings(brief: Brief, point: Point, templates: StatementTemplates) -> Iterator[Statement | None]:
    told = sorted(clauses(brief, point), key=lambda clause: clause.weight)
    for number, clause in enumerate(told, start=1):
        tooth = point.line.tooth if point.line else None
        words = clause.wordings(tooth)[0].removesuffix(".")
        sources = (quoted(brief, clause.document, clause.plain(tooth)),)
        yield templates.statement("finding", {"words": words}, sources=sources, suffix=f"_{number}")
    if not told:
        yield templates.statement("nothing", {})


def _images(brief: Brief, point: Point, templates: StatementTemplates) -> Iterator[Statement | None]:
    images = images_of(brief, point)
    named = [f"{each.title}, {long_date(each.date)}" if each.date else each.title for each in images]
    sources = [
        Source(kind="attachment", document=each.file, quote=name) for each, name in zip(images, named, strict=True)
    ]
    yield templates.statement("images", {"images": named}, sources=sources)


def channel_text(brief: Brief, channel: str) -> ChannelText:
    """The narrative of each line within the channel's length; what was dropped is told, payer's questions loudly."""
    texts, notes = [], []
    limit = CHANNELS[channel].limit
    for point in brief.points:
        parts = parts_of(brief, point)
        fitted = fit_channel(parts, channel)
        if not fitted.text:
            continue
        texts.append(fitted.text)
        asked = {claim_note(words) for weight, words in _first_wordings(parts) if weight == ASKED}
        notes += [
            _dropped(service_name(point), words, channel, limit, asked=claim_note(words) in asked)
            for words in fitted.dropped
        ]
    return ChannelText("\n".join(texts), tuple(notes))


def _first_wordings(parts: tuple[Part, ...]) -> Iterator[tuple[int, str]]:
    for weight, words in parts:
        first = words if isinstance(words, str) else next(iter(words), "")
        yield weight, first


def _dropped(service: str, words: str, channel: str, limit: int | None, *, asked: bool) -> Finding:
    return Finding(
        rule="NC01",
        severity="warning" if asked else "note",
        where=service,
        message=f"dropped at {channel} ({limit} characters): {words}",
        fix="send it with the attachment narrative (`--channel dxc2000`) or as a letter"
        if asked
        else "no action needed",
        source="length of the channel",
    )
