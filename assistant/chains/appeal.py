"""The first-level appeal: from a denied case to a checked draft.

The claim is checked first (a claim that is wrong is corrected, not argued), the denial
decoded, the deadline counted, the payer's conditions in force on the date of service set
against the chart, and the letter worded from that table alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from assistant.benefits.case_clock import case_clock
from assistant.benefits.denials import decode_denial
from assistant.chains.appeal_letter import AppealMatter, statements_of
from assistant.chains.criteria.chart import Chart
from assistant.chains.criteria.evaluate import evaluate
from assistant.chains.criteria.scope import places_of
from assistant.chains.criteria.table import placeholders, rows
from assistant.chains.enclosures import enclosures, lacking, title_of
from assistant.chains.policy_in_force import PolicyInForce, held_for, policies_for
from assistant.domain.benefits import PlanWindow
from assistant.domain.case import Case, Denial
from assistant.domain.claim import ServiceLine
from assistant.domain.denial import DenialReading
from assistant.domain.draft import CriterionRow, Draft, DraftAction, DraftStatus, Placeholder, Statement
from assistant.domain.evidence import Evidence
from assistant.domain.fact import Fact
from assistant.domain.finding import Finding, Report
from assistant.domain.playbook import Playbook
from assistant.domain.policy import CriterionResult
from assistant.domain.ports import PassageSearch
from assistant.intake.case_facts import ATTACHMENT, facts_of
from assistant.intake.case_file import LoadedCase, denial_text
from assistant.intake.claim_facts import CLAIM
from assistant.intake.contradictions import contradictions
from assistant.intake.letters import last_day_named, with_letter_days
from assistant.intake.reading import document_day
from assistant.policies.windows import appeal_window
from assistant.recognise.placeholders import placeholders as open_marks
from assistant.rendering.letter import Letter, practice_needs
from assistant.rendering.text import letter_text
from assistant.rules.drafts import check_draft
from assistant.rules.drafts.rule import Sheet
from assistant.tables.playbooks import playbook_for
from assistant.tables.rights import right_to_file


@dataclass(frozen=True)
class Drafted:
    """A draft with what its documents and its re-checking need."""

    draft: Draft
    letter: Letter
    sheet: Sheet
    titles: Mapping[str, str] = field(default_factory=dict)
    policy: PolicyInForce | None = None


def draft_appeal(
    loaded: LoadedCase, *, library: PassageSearch, report: Report, today: date, trace_id: str = ""
) -> Drafted:
    """A first-level appeal for the case, whatever its state; ``draft.status`` says what it is worth.

    ``report`` is the check of the case's claim. Nothing is raised for a case that lacks
    something: the draft says what is missing and what to do instead.
    """
    case = loaded.case
    denial, line = _denied(case)
    on = (line.date_of_service if line else None) or case.claim.as_of or today
    reading = _reading(case, denial)
    playbook = playbook_for(case.claim, line=denial.line if denial else None)
    policies = _policies(case, playbook, library, on, line.code if line else None)
    policy = policies[0] if policies else None
    facts = facts_of(case, playbook, line) if playbook else ()
    system = case.claim.tooth_system or "universal"
    results = (
        evaluate(policy.conditions, playbook, facts, on, line=line, tooth_system=system) if policy and playbook else ()
    )
    clock = case_clock(
        with_letter_days(case),
        today=today,
        plan_window=_window(policy, library, case, on),
        payer_stated=last_day_named(case),
    )
    law = right_to_file(case.plan_funding, on)
    matter = AppealMatter(
        case=case,
        denial=denial,
        line=line,
        reading=reading,
        policy=policy,
        results=results,
        deadline=clock.deadline,
        right=law,
        enclosures=tuple(e for e in enclosures(case, playbook, loaded.folder) if e.present),
        titles={document.id: title_of(document) for document in case.documents},
        days={document.id: day for document in case.documents if (day := document_day(document)) is not None},
        telling=_telling(Chart(playbook, facts, on, places=places_of(line, system)) if playbook else None),
        today=today,
    )
    statements = statements_of(matter)
    table = rows(results)
    marks = _marks(matter, clock.ask if clock.deadline is None else "")
    conflicts = contradictions(case, facts, playbook)
    evidence = Evidence(
        case=case,
        on=on,
        today=today,
        facts=facts,
        passages=policy.passages if policy else (),
        calculations=matter.calculations,
        criteria=table,
        contradictions=conflicts,
        enclosures=matter.enclosures,
        deadline=clock.deadline,
    )
    sheet = Sheet(statements=statements, evidence=evidence, playbook=playbook)
    findings = (
        *loaded.findings,
        *report.findings,
        *_notes(case, reading, playbook, policy, library),
        *check_draft(sheet),
    )
    action = _action(denial, reading, report)
    letter = _letter(matter, policy, statements, table, marks)
    draft = Draft(
        kind="appeal",
        status=_status(denial, policy, findings, marks, results, conflicts, action, matter, report),
        text=letter_text(letter),
        statements=statements,
        denial_category=reading.category if reading else None,
        action=action,
        criteria=table,
        contradictions=conflicts,
        placeholders=marks,
        deadline=clock.deadline,
        enclosures=enclosures(case, playbook, loaded.folder),
        findings=findings,
        trace_id=trace_id,
    )
    return Drafted(draft=draft, letter=letter, sheet=sheet, titles=matter.titles, policy=policy)


def _denied(case: Case) -> tuple[Denial | None, ServiceLine | None]:
    """The denial with the largest amount and the line it names (the only line, where it names none)."""
    if not case.denials:
        return None, case.claim.lines[0] if case.claim.lines else None
    denial = max(case.denials, key=lambda each: each.amount or 0)
    named = next((line for line in case.claim.lines if line.id == denial.line), None)
    return denial, named or (case.claim.lines[0] if len(case.claim.lines) == 1 else None)


def _reading(case: Case, denial: Denial | None) -> DenialReading | None:
    if denial is None:
        return None
    text = denial_text(case, denial)
    if not (denial.carc or denial.rarc or text):
        return None
    return decode_denial(group=denial.group, carc=denial.carc, rarc=denial.rarc, text=text)


def _telling(chart: Chart | None) -> tuple[Fact, ...]:
    """The facts of the papers that carry the case, in the order of the playbook's narrative, one per point."""
    if chart is None:
        return ()
    playbook = chart.playbook
    keys = [key for name in playbook.narrative for test in playbook.tests if test.id == name for key in test.facts]
    found = []
    for key in dict.fromkeys(keys):
        own = playbook.spec(key).document_day
        held = [
            fact
            for fact in chart.about(key)
            if fact.polarity == "present" and fact.document_kind not in (CLAIM, ATTACHMENT)
        ]
        if held:
            found.append(next((fact for fact in held if fact.document_kind in own), held[0]))
    return tuple(found)


def _policies(
    case: Case, playbook: Playbook | None, library: PassageSearch, on: date, code: str | None
) -> tuple[PolicyInForce, ...]:
    if playbook is None or case.claim.payer is None:
        return ()
    return policies_for(library, playbook, case.claim.payer, on, plan=case.claim.plan, code=code)


def _window(policy: PolicyInForce | None, library: PassageSearch, case: Case, on: date) -> PlanWindow | None:
    """The appeal period that the payer's own documents state, the policy at hand first."""
    if policy is not None and (found := appeal_window(policy.passages, policy.document)) is not None:
        return found
    for document in library.in_force(case.claim.payer, on) if case.claim.payer else ():
        if (found := appeal_window(library.passages_of(document.id), document)) is not None:
            return found
    return None


def _marks(matter: AppealMatter, clock_ask: str) -> tuple[Placeholder, ...]:
    """What is missing: for the conditions, for the head of the letter, for the clock."""
    marks = [*placeholders(matter.results), *practice_needs(matter.case.practice)]
    for line in (*matter.addressee, *(value for _, value in matter.re_block)):
        marks += [Placeholder(text=f"[[needs: {what}]]", ask=f"What is the {what}?") for what in open_marks(line)]
    if clock_ask:
        marks.append(Placeholder(text="[[needs: appeal period]]", ask=f"What is {clock_ask}?"))
    return tuple(dict.fromkeys(marks))


def _notes(
    case: Case,
    reading: DenialReading | None,
    playbook: Playbook | None,
    policy: PolicyInForce | None,
    library: PassageSearch,
) -> tuple[Finding, ...]:
    """Why there is nothing to appeal or no criteria table, and which required papers are not there."""
    found = [_no_reason(case)] if reading is None else []
    found += [
        Finding(
            rule="AP02",
            severity="warning",
            where="attachments",
            message=f"{title} is usually needed and is not among the papers",
            fix="obtain it, or enclose what shows the same",
            source="playbook",
        )
        for title in lacking(case, playbook)
    ]
    if playbook is None:
        found.append(
            _absent(
                "no playbook knows the procedures on this claim",
                "check the codes; `claimwright code CODE` explains one",
            )
        )
    elif policy is None:
        payer = case.claim.payer
        held = (
            [f"{d.title} ({_span(d.effective_from, d.effective_through)})" for d in held_for(library, payer)]
            if payer
            else []
        )
        listed = f"; held: {'; '.join(held[:4])}" if held else ""
        found.append(
            _absent(
                f"no document of {payer or 'an unnamed payer'} with conditions for this service is in force "
                f"on the date of service{listed}",
                "add the payer's policy with `claimwright corpus add FILE --payer NAME --effective DATE`, "
                "or ask the payer for the criteria it relied on",
            )
        )
    return tuple(found)


def _no_reason(case: Case) -> Finding:
    what = "gives no reason: no code, no words, no letter" if case.denials else "is not in the case"
    return Finding(
        rule="AP03",
        severity="warning",
        where="denials",
        message=f"the denial {what}, so there is nothing to answer",
        fix="add its CARC, RARC or text, or the letter as `file`, under `denials`",
        source="case.yaml",
    )


def _absent(message: str, fix: str) -> Finding:
    return Finding(rule="AP01", severity="warning", where="criteria", message=message, fix=fix, source="corpus")


def _span(start: date | None, end: date | None) -> str:
    return f"{start.isoformat() if start else 'undated'} to {end.isoformat() if end else 'today'}"


def _action(denial: Denial | None, reading: DenialReading | None, report: Report) -> DraftAction:
    """What to do: a claim with errors is corrected; else what the denial's codes ask for."""
    if denial is None or reading is None:
        return "none"
    if not report.ok:
        return "correct_and_resubmit"
    return reading.action


def _status(
    denial: Denial | None,
    policy: PolicyInForce | None,
    findings: tuple[Finding, ...],
    marks: tuple[Placeholder, ...],
    results: tuple[CriterionResult, ...],
    conflicts: tuple[object, ...],
    action: DraftAction,
    matter: AppealMatter,
    report: Report,
) -> DraftStatus:
    """First match of the contract: blocked, not found, needs review, ready.

    Errors of the claim itself do not make the draft unproved: they change the action.
    """
    of_claim = set(report.findings)
    errors = any(f.severity == "error" for f in findings if f not in of_claim)
    if errors:
        return "blocked"
    if denial is None or matter.reading is None or policy is None:
        return "not_found"
    unsettled = any(result.status != "met" for result in results)
    warned = any(f.severity in ("warning", "error") for f in findings)
    late = matter.deadline is not None and matter.deadline.passed(matter.today)
    if marks or unsettled or conflicts or warned or late or action != "appeal":
        return "needs_review"
    return "ready"


def _letter(
    matter: AppealMatter,
    policy: PolicyInForce | None,
    statements: tuple[Statement, ...],
    table: tuple[CriterionRow, ...],
    marks: tuple[Placeholder, ...],
) -> Letter:
    return Letter(
        statements=statements,
        practice=matter.case.practice,
        addressee=matter.addressee,
        re_block=matter.re_block,
        date=matter.today,
        criteria=table,
        enclosures=matter.enclosures,
        placeholders=marks,
        titles={**matter.titles, **({policy.document.id: policy.document.title} if policy else {})},
    )
