"""The first-level appeal: from a denied case to a checked draft.

The claim is checked first (a claim that is wrong is corrected, not argued), the denial
decoded, the deadline counted, the payer's conditions in force on the date of service set
against the chart, and the letter worded from that table alone.
"""

from __future__ import annotations

from assistant.chains.action import action_of
from assistant.chains.brief import Brief
from assistant.chains.criteria.table import placeholders
from assistant.chains.finish import Drafted, Outline, finish
from assistant.chains.letters.appeal_letter import statements_of
from assistant.chains.letters.appeal_notes import appeal_notes
from assistant.chains.letters.head import appeals_addressee, head_marks, re_block
from assistant.chains.request import DraftRequest
from assistant.domain.draft import Placeholder


def draft_appeal(request: DraftRequest) -> Drafted:
    """A first-level appeal for the case, whatever its state; ``draft.status`` says what it is worth.

    Nothing is raised for a case that lacks something: the draft says what is missing and
    what to do instead.
    """
    brief = request.brief()
    addressee, reference = appeals_addressee(brief), re_block(brief)
    outline = Outline(
        kind="appeal",
        statements=statements_of(brief),
        found=any(point.reading and point.policy for point in brief.points),
        action=action_of(brief),
        wanted="appeal",
        addressee=addressee,
        re_block=reference,
        criteria=brief.criteria,
        enclosures=brief.present,
        placeholders=tuple(
            dict.fromkeys((*open_points(brief), *head_marks(brief, addressee, reference), *late(brief)))
        ),
        notes=appeal_notes(brief),
    )
    return finish(brief, outline, wording=request.wording, trace_id=request.trace_id)


def open_points(brief: Brief) -> tuple[Placeholder, ...]:
    """What the conditions of every service still need, as questions."""
    return placeholders(result for point in brief.points for result in point.results)


def late(brief: Brief) -> tuple[Placeholder, ...]:
    """What the clock needs, where it cannot be told."""
    if brief.deadline is not None or not brief.clock.ask:
        return ()
    return (Placeholder(text="[[needs: appeal period]]", ask=f"What is {brief.clock.ask}?"),)
