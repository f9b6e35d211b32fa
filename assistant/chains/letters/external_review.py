"""The request for an external review, where the plan's funding opens one; else what opens instead."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.chains.action import action_of
from assistant.chains.brief import Brief, denied_name
from assistant.chains.finish import Drafted, Outline, finish
from assistant.chains.letters.appeal import late, open_points
from assistant.chains.letters.appeal_letter import answer, billed, claimed, in_time
from assistant.chains.letters.appeal_notes import no_reason, policy_lacking
from assistant.chains.letters.appeal_second import decisions
from assistant.chains.letters.head import appeals_addressee, head_marks, re_block
from assistant.chains.request import DraftRequest
from assistant.domain.draft import DraftAction, Placeholder, Source, Statement
from assistant.domain.finding import Finding
from assistant.prompting.statements import load_statements
from assistant.tables.deadlines import clocks
from assistant.tables.rights import Right, right_to_external_review

_AUTHORIZATION = Placeholder(
    text="[[needs: patient's signed authorization for an external review]]",
    ask="Has the patient signed an authorization for the external review?",
    choices=("yes, enclosed", "sent to the patient", "no"),
)


def draft_external_review(request: DraftRequest) -> Drafted:
    """A request for external review; ``not_found`` where no law row opens one for the plan's funding."""
    brief = request.brief(event="external_review")
    case = brief.case
    right = right_to_external_review(case.plan_funding, brief.on, lane=case.claim.lane)
    addressee, reference = appeals_addressee(brief), re_block(brief)
    marks = (*open_points(brief), _AUTHORIZATION, *head_marks(brief, addressee, reference), *late(brief))
    outline = Outline(
        kind="external_review",
        statements=tuple(_statements(brief, right)) if right is not None else (),
        found=right is not None and brief.reading is not None,
        action=_action(brief, right),
        wanted="appeal",
        addressee=addressee,
        re_block=reference,
        criteria=brief.criteria if right is not None else (),
        enclosures=brief.present,
        placeholders=tuple(dict.fromkeys(marks)) if right is not None else (),
        notes=tuple(_notes(brief, right)),
    )
    return finish(brief, outline, wording=request.wording, trace_id=request.trace_id)


def _action(brief: Brief, right: Right | None) -> DraftAction:
    """Only after the payer's own appeal has been decided is the review the next step."""
    if right is None:
        return "none"
    return action_of(brief) if decisions(brief)[1] is not None else "not_ready"


def _statements(brief: Brief, right: Right) -> Iterator[Statement]:
    line, denial = brief.line, brief.denial
    if line is None or denial is None:
        return
    own, shared = load_statements("external_review"), load_statements("appeal")
    slots = {"service": denied_name(brief.main), "dos": line.date_of_service, **billed(brief.main)}
    slots["last_day"] = denial.date
    law = Source(kind="table", key=right.id, document="appeal rights", quote=right.text)
    found = [
        own.statement("opening", slots, sources=claimed(brief, brief.main)),
        own.statement("law", {"law": right.text}, sources=(law,)),
        *answer(brief, brief.main, shared, 1),
        own.statement("judgment", {}),
        own.statement("file", {}),
    ]
    found.append(in_time(brief, own, "timely"))
    if brief.present:
        sources = tuple(Source(kind="attachment", document=e.file, quote=e.title) for e in brief.present)
        found.append(own.statement("enclosed", {}, sources=sources))
    found += [own.statement(name, {}) for name in ("authorized", "thanks", "farewell")]
    yield from (statement for statement in found if statement is not None)


def _notes(brief: Brief, right: Right | None) -> Iterator[Finding]:
    if brief.reading is None:
        yield no_reason(brief.case)
    if right is None:
        yield _closed(brief)
        return
    yield from policy_lacking(brief)
    if decisions(brief)[1] is None:
        yield Finding(
            rule="ER02",
            severity="warning",
            where="denials",
            message="the case holds one decision; an external review follows the payer's own appeal",
            fix="appeal first, or add the payer's decision on the appeal as a further denial of the line",
            source=right.citation,
        )


def _closed(brief: Brief) -> Finding:
    funding, lane = brief.case.plan_funding, brief.case.claim.lane
    if funding in (None, "unknown"):
        message = "who funds the plan is not known, so no law opens an external review"
        fix = "ask the payer or the employer whether the plan is insured or self-funded, and set `plan_funding`"
    elif lane == "dental":
        message = "a stand-alone dental plan lies outside the federal external review"
        fix = "use the payer's next level, `claimwright draft appeal CASE --level 2`, or the state's complaint office"
    else:
        rows = clocks(event="appeal", plan=funding, on=brief.on, level=2)
        instead = f"; the next level there: {rows[0].title} ({rows[0].citation})" if rows else ""
        message = f"no external review is open for a plan of the kind {funding}{instead}"
        fix = "use `claimwright draft appeal CASE --level 2`"
    return Finding(
        rule="ER01", severity="warning", where="plan_funding", message=message, fix=fix, source="appeal rights"
    )
