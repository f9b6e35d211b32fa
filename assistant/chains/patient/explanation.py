"""The patient's benefit explanation: one page on what care may cost, or on what the plan has decided."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.benefits.case_estimate import estimate_case
from assistant.chains.finish import Drafted, finish
from assistant.chains.patient.answer_page import write_denials, write_settled
from assistant.chains.patient.estimate_page import write_estimate
from assistant.chains.patient.page import ANSWERED, HEADINGS, Page, new_page, outline
from assistant.chains.patient.settled import settled
from assistant.chains.patient.short import in_channel
from assistant.chains.request import DraftRequest
from assistant.domain.claim import Claim
from assistant.domain.finding import Finding
from assistant.domain.policy import Limit

#: A benefit check that is older than so many days is done again before treatment (protocol PP-02).
FRESH_DAYS = 30


def draft_explanation(request: DraftRequest) -> Drafted:
    """The page for the case: after adjudication from the remittance or the denials, before it from the estimate.

    ``not_found`` where the claim has no line, or neither a fee nor a plan to count with.
    """
    brief = request.brief()
    page = new_page(brief, "explanation")
    found = True
    answer = settled(brief.case)
    if answer is not None:
        write_settled(page, answer)
    elif brief.case.denials:
        write_denials(page)
    else:
        limits = plan_limits(request, brief.case.claim)
        estimate = estimate_case(brief.case, today=request.today, limits=limits)
        page.notes += estimate.findings
        page.notes += stale_check(page)
        found = any(line.fee is not None or line.plans for line in estimate.lines)
        if found:
            write_estimate(page, estimate, limits)
        else:
            page.notes.append(nothing_counted(brief.case.claim))
    headings = ANSWERED if answer is not None or brief.case.denials else HEADINGS
    made = in_channel(outline(page, "explanation", found=found, headings=headings), request.channel)
    return finish(brief, made, wording=request.wording, trace_id=request.trace_id)


def plan_limits(request: DraftRequest, claim: Claim) -> tuple[Limit, ...]:
    """The limits that the first plan's documents state for the claim's codes."""
    first = min(claim.coverages, key=lambda coverage: coverage.order, default=None)
    payer = first.payer if first is not None else claim.payer
    if request.limits is None or payer is None:
        return ()
    on = claim.as_of or request.today
    plan = first.plan if first is not None else None
    codes = dict.fromkeys(line.code for line in claim.lines)
    return tuple(limit for code in codes for limit in request.limits.limits(payer, code, on, plan=plan))


def stale_check(page: Page) -> Iterator[Finding]:
    """A benefit check that is too old to show a patient, or none at all."""
    claim, today = page.brief.case.claim, page.brief.today
    if not claim.coverages:
        yield Finding(
            rule="PT03",
            severity="warning",
            where="claim.coverages",
            message="no plan is on file, so nobody's share can be told",
            fix="add the plan as verified under `coverages`; a patient without any plan gets the office's own fees",
            source="protocol-fee-disclosure",
        )
    elif claim.as_of is not None and (today - claim.as_of).days > FRESH_DAYS:
        yield Finding(
            rule="PT01",
            severity="warning",
            where="claim.as_of",
            message=f"the benefits were checked {(today - claim.as_of).days} days ago, on {claim.as_of.isoformat()}",
            fix="check them again before the patient gets the page",
            source="protocol-verification-call",
        )


def nothing_counted(claim: Claim) -> Finding:
    """A claim of which no line can be counted, or one planned without its plan."""
    fees = any(line.fee is not None for line in claim.lines)
    what = "no fee" if claim.coverages else "no plan" if fees else "neither a fee nor a plan"
    what = what if claim.lines else "no line"
    return Finding(
        rule="PT02",
        severity="warning",
        where="claim.lines",
        message=f"the claim has {what}, so nothing can be counted",
        fix="add the planned services with their fees and days, and the plan under `coverages`",
        source="case.yaml",
    )
