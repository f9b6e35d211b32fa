"""The first-level appeal: from a denied case to a checked draft.

The claim is checked first (a claim that is wrong is corrected, not argued), the denial
decoded, the deadline counted, the payer's conditions in force on the date of service set
against the chart, and the letter worded from that table alone.
"""

from __future__ import annotations

from collections.abc import Iterable

from assistant.chains.action import action_of
from assistant.chains.brief import Brief
from assistant.chains.criteria.table import placeholders
from assistant.chains.finish import Drafted, Outline, finish
from assistant.chains.letters.appeal_letter import statements_of
from assistant.chains.letters.appeal_notes import appeal_notes
from assistant.chains.letters.head import appeals_addressee, head_marks, re_block
from assistant.chains.request import DraftRequest
from assistant.domain.draft import Placeholder, Statement


def draft_appeal(request: DraftRequest) -> Drafted:
    """A first-level appeal for the case, whatever its state; ``draft.status`` says what it is worth.

    Nothing is raised for a case that lacks something: the draft says what is missing and
    what to do instead.
    """
    brief = request.brief()
    outline = appeal_outline(brief, statements_of(brief))
    return finish(brief, outline, wording=request.wording, trace_id=request.trace_id)


def appeal_outline(brief: Brief, statements: tuple[Statement, ...], own_marks: Iterable[Placeholder] = ()) -> Outline:
    """The outline of an appeal of any level; ``own_marks`` are what that level needs besides."""
    addressee, reference = appeals_addressee(brief), re_block(brief)
    marks = (*open_points(brief), *own_marks, *head_marks(brief, addressee, reference), *late(brief))
    return Outline(
        kind="appeal",
        statements=statements,
        found=any(point.reading and point.policy for point in brief.points),
        action=action_of(brief),
        wanted="appeal",
        addressee=addressee,
        re_block=reference,
        criteria=brief.criteria,
        enclosures=brief.present,
        placeholders=tuple(dict.fromkeys(marks)),
        notes=appeal_notes(brief),
    )


def open_points(brief: Brief) -> tuple[Placeholder, ...]:
    """What the conditions of every service still need, as questions."""
    return placeholders(result for point in brief.points for result in point.results)


def late(brief: Brief) -> tuple[Placeholder, ...]:
    """What the clock needs, where it cannot be told."""
    if brief.deadline is not None or not brief.clock.ask:
        return ()
    return (Placeholder(text="[[needs: appeal period]]", ask=f"What is {brief.clock.ask}?"),)
