"""What a person must know beside an appeal: why there is none, what is not held, what differs by line."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from assistant.chains.action import point_action
from assistant.chains.brief import Brief, place_words, service_name
from assistant.chains.enclosures import kinds_held
from assistant.chains.letters.head import address_notes
from assistant.chains.papers_asked import Wanted, quote_of, told_beside, wanted
from assistant.chains.point import Point
from assistant.chains.policy_in_force import held_for
from assistant.domain.case import Case
from assistant.domain.finding import Finding
from assistant.domain.policy import Requirement
from assistant.domain.ports import PassageSearch
from assistant.policies.beginnings import nothing_in_force


def appeal_notes(brief: Brief) -> tuple[Finding, ...]:
    """Why there is nothing to appeal, which papers are not there, and which lines need something else."""
    found = [no_reason(brief.case)] if brief.reading is None else []
    return (
        *found,
        *unnamed_denials(brief),
        *papers_lacking(brief),
        *policy_lacking(brief),
        *_lines(brief),
        *address_notes(brief),
    )


def papers_lacking(brief: Brief) -> Iterator[Finding]:
    """Required papers that nobody holds: of the family's checklist, and of the payer's own list with its words."""
    held = kinds_held(brief.case)
    for each in wanted(brief.points or (brief.main,)):
        if each.item.required and not held & each.kinds:
            yield _paper_lacking(brief, each)
    for requirement, words in told_beside(brief.points):
        yield Finding(
            rule="AP07",
            severity="note",
            where="documents",
            message=f"the payer also asks to be told: {words.rstrip('.')}",
            fix="see that the letter or a paper says it",
            source=_place(brief, requirement),
        )


def _paper_lacking(brief: Brief, each: Wanted) -> Finding:
    asked = each.asked
    who = f'is asked for by the payer ("{quote_of(asked)}")' if asked is not None else "is usually needed"
    return Finding(
        rule="AP02",
        severity="warning",
        where="attachments",
        message=f"{each.item.title} {who} and is not among the papers",
        fix="obtain it, or enclose what shows the same",
        source=_place(brief, asked) if asked is not None else "playbook",
    )


def _place(brief: Brief, requirement: Requirement) -> str:
    passage = brief.library.passage(requirement.passage)
    return f"{passage.title}, {passage.section}" if passage is not None else requirement.document


def policy_lacking(brief: Brief) -> Iterator[Finding]:
    """Services for which no playbook or no policy in force speaks."""
    for point in brief.points or (brief.main,):
        about = "" if len(brief.points) < 2 else f" for {service_name(point)}"
        if point.playbook is None:
            yield _absent(
                f"no playbook knows the procedures on this claim{about}",
                "check the codes; `claimwright code CODE` explains one",
            )
        elif point.policy is None:
            yield _no_policy(brief.case.claim.payer, brief.library, about, point.on)


def _no_policy(payer: str | None, library: PassageSearch, about: str, on: date) -> Finding:
    documents = held_for(library, payer) if payer else ()
    held = [f"{d.title} ({_span(d.effective_from, d.effective_through)})" for d in documents]
    early = nothing_in_force(payer, documents, on) if payer else ""
    listed = f"; {early}" if early else f"; held: {'; '.join(held[:4])}" if held else ""
    return _absent(
        f"no document of {payer or 'an unnamed payer'} with conditions for this service is in force "
        f"on the date of service{about}{listed}",
        "add the payer's policy with `claimwright corpus add FILE --payer NAME --effective DATE`, "
        "or ask the payer for the criteria it relied on",
    )


def unnamed_denials(brief: Brief) -> Iterator[Finding]:
    """Reasons of the notice that name no line of several."""
    lines = brief.case.claim.lines
    listed = ", ".join(f"{line.id} ({line.code}{place_words(line)})" for line in lines)
    unnamed = {index for point in brief.points if point.unnamed or point.line is None for index, _ in point.denials}
    for index in sorted(unnamed) if len(lines) > 1 else ():
        denial = brief.case.denials[index]
        named = f"CARC {denial.carc}" if denial.carc else "a reason"
        yield Finding(
            rule="AP09",
            severity="warning",
            where=f"denials[{index}].line",
            message=f"the notice gives {named} and does not say for which of {len(lines)} services",
            fix=f"read the notice and enter the line of the denial: {listed}",
            source="case.yaml",
        )


def _lines(brief: Brief) -> Iterator[Finding]:
    """Denied lines that ask for something else than the largest one."""
    wanted = point_action(brief.main)
    for point in brief.points[1:]:
        action = point_action(point)
        if not point.denials or point.line is None or action == wanted:
            continue
        index = point.denials[0][0]
        yield _differs(point, index, action)


def _differs(point: Point, index: int, action: str) -> Finding:
    why = point.reading.meaning if point.reading is not None else "the denial gives no reason"
    return Finding(
        rule="AP05",
        severity="warning",
        where=f"denials[{index}]",
        message=f"{service_name(point)} asks for another step: {action.replace('_', ' ')} ({why})",
        fix="handle this line apart from the letter",
        source="denial reasons",
    )


def no_reason(case: Case) -> Finding:
    """A case without a denial, or with one that says nothing."""
    what = "gives no reason: no code, no words, no letter" if case.denials else "is not in the case"
    return Finding(
        rule="AP03",
        severity="warning",
        where="denials",
        message=f"the denial {what}, so there is nothing to answer",
        fix="add its CARC, RARC or text, or the letter as `file`, under `denials`; "
        "`claimwright draft claim_file_request` asks the payer for it",
        source="case.yaml",
    )


def nothing_denied() -> Finding:
    """A case without a denial has no claim file to ask for."""
    return Finding(
        rule="AP08",
        severity="warning",
        where="denials",
        message="no denial is in the case, so there is no claim file to ask for",
        fix="add the denial under `denials`",
        source="case.yaml",
    )


def _absent(message: str, fix: str) -> Finding:
    return Finding(rule="AP01", severity="warning", where="criteria", message=message, fix=fix, source="corpus")


def _span(start: date | None, end: date | None) -> str:
    return f"{start.isoformat() if start else 'undated'} to {end.isoformat() if end else 'today'}"
