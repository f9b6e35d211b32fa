"""Scripts for hard conversations with patients: phone, portal and text message from one set of facts.

Every version goes through the same four beats: hear, repeat, facts, next step with a date.
The phone version checks who is calling before anything of the case is said; the text
message says nothing of it at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.chains.finish import Drafted, finish
from assistant.chains.patient.figures import Figures, Pen
from assistant.chains.patient.next_step import next_step, step_findings
from assistant.chains.patient.page import Page, outline
from assistant.chains.patient.script_facts import CaseFacts, Slots, facts_of, office_sources
from assistant.chains.patient.versions import SMS_LIMIT, VERSIONS, headings, text_of, version
from assistant.chains.request import DraftRequest
from assistant.domain.draft import Source
from assistant.domain.errors import BadInput
from assistant.domain.finding import Finding
from assistant.prompting.statements import load_statements
from assistant.rendering.plain import ascii_text
from assistant.tables.conversations import Conversation, conversation, conversations, fitting, suspects_office
from assistant.tables.wording import clinical

#: The blocks of a conversation's own file, in the order in which they are said.
_BEFORE = ("hear", "restate", "own", "facts", "aim", "words")
_AFTER = ("offer", "book", "choice", "confirm", "more")


def draft_script(request: DraftRequest) -> Drafted:
    """The script for a conversation named or described in ``request.about``.

    ``request.channel`` picks one version (``phone``, ``portal``, ``sms``); otherwise all are
    given, with the line for the contact log. Raises :class:`BadInput` for a description that
    fits none of the conversations, and for another channel.
    """
    if request.channel not in (None, "letter", *VERSIONS):
        raise BadInput(
            f"a script has no version {request.channel!r}", where="channel", fix=f"one of {', '.join(VERSIONS)}"
        )
    about = (request.about or "").strip()
    kind, others = _kind(about)
    brief = request.brief()
    page = Page(brief, Pen(load_statements("script_common"), Figures()))
    step = next_step(brief, about, kind)
    facts = facts_of(page, kind, suspects=suspects_office(about))
    slots: Slots = {
        "step": step.words,
        "step_day": page.figures.weekday("next_step.day", step.day, step.said) if step.day else None,
        "follow_up": page.figures.weekday("follow_up", step.call, step.call_said),
        "today": page.figures.day("today", brief.today, "day of the script"),
        "title": kind.title,
        "office": brief.case.practice.name,
        "phone": brief.case.practice.phone,
    }
    _spoken(page, kind, facts, slots)
    _written(page, kind, facts, slots)
    _text_message(page, slots)
    _say(page, "log", slots)
    page.notes += [*step_findings(brief, step), *_others(kind, others)]
    found = bool(brief.case.denials) or kind.id != "frustrated_denial"
    if not found:
        page.notes.append(_no_denial())
    chosen = version(page.pen.written, request.channel)
    made = replace(
        outline(page, "script", found=found),
        statements=chosen,
        headings=headings(chosen),
        text=text_of(chosen),
        dated=bool(brief.case.denials),
    )
    return finish(brief, made, wording=request.wording, trace_id=request.trace_id)


def _kind(about: str) -> tuple[Conversation, tuple[Conversation, ...]]:
    """The conversation that is named, else the one that the description fits best; and what else it fits."""
    named = conversation(about) if about else None
    if named is not None:
        return named, ()
    found = fitting(about)
    if not found:
        listed = ", ".join(each.id for each in conversations())
        raise BadInput(
            "no conversation fits the description" if about else "which conversation is it?",
            where="about",
            fix=f"name one of {listed}, or say what the patient said",
        )
    return found[0], found[1:]


def _next(slots: Slots) -> str:
    return "next" if slots["step_day"] is not None else "next_open"


def _spoken(page: Page, kind: Conversation, facts: CaseFacts, slots: Slots) -> None:
    """The phone version: who is calling, then the four beats."""
    _say(page, "greet", slots)
    _say(page, "identity", slots)
    _own(page, kind, "phone", _BEFORE, facts)
    _facts(page, facts, "phone")
    _say(page, _next(slots), slots, section="phone:next", suffix="_phone")
    _say(page, "rests", slots, sources=facts.rests, section="phone:next", suffix="_phone")
    _say(page, "follow_phone", slots, section="phone:next")
    _own(page, kind, "phone", _AFTER, facts)
    _say(page, "thanks_phone", slots)


def _written(page: Page, kind: Conversation, facts: CaseFacts, slots: Slots) -> None:
    """The portal version; behind a login it may name the care."""
    _say(page, "dear", {"name": facts.name}, sources=facts.name_sources)
    _own(page, kind, "portal", _BEFORE, facts)
    _facts(page, facts, "portal")
    _say(page, _next(slots), slots, section="portal:next", suffix="_portal")
    _say(page, "rests", slots, sources=facts.rests, section="portal:next", suffix="_portal")
    _say(page, "follow_portal", slots, section="portal:next")
    _own(page, kind, "portal", _AFTER, facts)
    _say(page, "call_portal", slots, sources=office_sources(page))
    _say(page, "sign_portal", slots, sources=office_sources(page))


def _text_message(page: Page, slots: Slots) -> None:
    """The text message: nothing of the case, and shorter where the office's name is long or tells of an illness."""
    name = ascii_text(str(slots["office"] or ""))
    given = {**slots, "office": name if not clinical(name) else ""}
    shown = {
        key: getattr(value, "shown", value) for key, value in given.items() if key in ("office", "phone", "follow_up")
    }
    fits = len(page.pen.templates.render("text", **shown)) <= SMS_LIMIT
    _say(page, "text" if fits else "text_short", given, sources=office_sources(page) if fits else ())


def _facts(page: Page, facts: CaseFacts, place: str) -> None:
    for block in facts.blocks:
        page.pen.write(block.template, block.slots, sources=block.sources, section=f"{place}:facts", suffix=f"_{place}")


def _own(page: Page, kind: Conversation, place: str, beats: Sequence[str], facts: CaseFacts) -> None:
    """The blocks of the conversation's own file for the beats, where it has them."""
    own = Pen(load_statements(f"script_{kind.id}"), page.figures)
    known = own.templates.file.header.inputs
    slots = {name: value for name, value in (("care", facts.care.words), ("suspects", facts.suspects)) if name in known}
    for beat in beats:
        if f"{place}_{beat}" in own.templates.ids:
            own.write(f"{place}_{beat}", slots, sources=facts.care.sources)
    page.pen.written += own.written


def _say(
    page: Page, name: str, slots: Slots, *, sources: Sequence[Source] = (), section: str = "", suffix: str = ""
) -> None:
    """A shared block with those of the slots that it uses; a fact without proof is not said."""
    block = page.pen.templates.blocks[name]
    if block.type == "fact" and not sources:
        return
    used = {key: value for key, value in slots.items() if key in block.slots}
    page.pen.write(name, used, sources=sources, section=section, suffix=suffix)


def _others(kind: Conversation, others: Sequence[Conversation]) -> list[Finding]:
    """What else the description could have been, so that a person can choose."""
    if not others:
        return []
    listed = ", ".join(each.id for each in others[:3])
    return [
        Finding(
            rule="PT14",
            severity="note",
            where="about",
            message=f"taken as {kind.id}; the description also fits {listed}",
            fix="name the conversation to choose another",
            source="conversations",
        )
    ]


def _no_denial() -> Finding:
    return Finding(
        rule="PT13",
        severity="warning",
        where="denials",
        message="the case holds no denial, so there is nothing to explain",
        fix="add the denial, or choose another conversation",
        source="case.yaml",
    )
