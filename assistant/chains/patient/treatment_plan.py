"""The plan of treatment for a patient: visits in order, what each may cost, plan years, and paying over time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_DOWN, Decimal, InvalidOperation

from assistant.benefits.case_estimate import estimate_case
from assistant.benefits.settlement import CENT
from assistant.chains.finish import Drafted, finish
from assistant.chains.patient.estimate_page import source_line, write_because, write_unknown
from assistant.chains.patient.explanation import nothing_counted, plan_limits, stale_check
from assistant.chains.patient.page import Page, new_page, outline, switch, table, write_call
from assistant.chains.patient.services import together
from assistant.chains.patient.short import in_channel
from assistant.chains.request import DraftRequest
from assistant.domain.draft import Source
from assistant.domain.errors import BadInput
from assistant.domain.estimate import Estimate, EstimateLine, Phase

#: A person may enter in how many parts the patient would like to pay.
PARTS_FACT = "payment_parts"

#: Payment in parts runs over 3 to 12 months (protocol PP-08).
FEWEST_PARTS, MOST_PARTS = 3, 12

#: So many visits are told one by one; the rest stands in the totals.
_VISITS = 6


@dataclass(frozen=True)
class Visit:
    """Lines of one day by their place in the estimate; ``day`` is ``None`` while it is not set."""

    day: date | None
    lines: tuple[int, ...]


def draft_treatment_plan(request: DraftRequest) -> Drafted:
    """The page for the claim's planned lines; ``not_found`` where there is no line or none can be counted."""
    brief = request.brief()
    claim = brief.case.claim
    page = new_page(brief, "treatment_plan")
    limits = plan_limits(request, claim)
    estimate = estimate_case(brief.case, today=request.today, limits=limits)
    page.notes += [*estimate.findings, *stale_check(page)]
    found = bool(claim.coverages) and any(line.fee is not None or line.plans for line in estimate.lines)
    if found:
        _write(page, estimate)
    else:
        page.notes.append(nothing_counted(claim))
    made = in_channel(outline(page, "treatment_plan", found=found), request.channel)
    return finish(brief, made, wording=request.wording, trace_id=request.trace_id)


def visits_of(lines: Sequence[EstimateLine]) -> tuple[Visit, ...]:
    """The lines grouped by day, in order; those without a day come last, together."""
    days = sorted({line.date_of_service for line in lines if line.date_of_service is not None})
    found = [Visit(day, tuple(i for i, line in enumerate(lines) if line.date_of_service == day)) for day in days]
    open_lines = tuple(i for i, line in enumerate(lines) if line.date_of_service is None)
    return (*found, Visit(None, open_lines)) if open_lines else tuple(found)


def parts(total: Decimal, number: int) -> tuple[Decimal, Decimal]:
    """One part and the last one, which carries the odd cents.

    >>> parts(Decimal("100.00"), 3)
    (Decimal('33.33'), Decimal('33.34'))
    """
    each = (total / number).quantize(CENT, rounding=ROUND_DOWN)
    return each, total - each * (number - 1)


def _write(page: Page, estimate: Estimate) -> None:
    figures = page.figures
    visits = visits_of(estimate.lines)
    claim = page.brief.case.claim
    count = figures.words(
        "visits", f"{len(visits)} visits" if len(visits) > 1 else "one visit", f"visits: {len(visits)}"
    )
    page.pen.write("about", {"visits": count})
    checked = figures.day("claim.as_of", claim.as_of, "benefits as of") if claim.coverages else None
    today = figures.day("today", page.brief.today, "day of the page")
    page.pen.write("as_of", {"today": today, "checked": None if claim.as_of == page.brief.today else checked})
    for number, visit in enumerate(visits[:_VISITS], start=1):
        _visit(page, estimate, visit, number)
    _years(page, estimate)
    _limit_used(page, estimate)
    _total(page, estimate)
    page.pen.write("order", sources=[table("plan.order")])
    page.pen.write("estimate")
    with switch(page, "explanation"):
        write_because(page, estimate)
        write_unknown(page, estimate)
        write_call(page)


def _visit(page: Page, estimate: Estimate, visit: Visit, number: int) -> None:
    figures = page.figures
    at, section, suffix = f"visits[{number - 1}]", f"visits:{number}" if number > 1 else "visits", f"_{number}"
    lines = [estimate.lines[index] for index in visit.lines]
    care = together([page.care(source_line(page, line)[0]) for line in lines])
    slots = {
        "number": figures.number(f"{at}.number", number, "visit"),
        "day": figures.day(f"{at}.day", visit.day, "planned for"),
        "care": care.words,
    }
    page.pen.write("visit", slots, sources=care.sources, section=section, suffix=suffix)
    fee, pays, patient = (_sum([getattr(line, name) for line in lines]) for name in ("fee", "plan_pays", "patient"))
    ranges = [line.patient_range for line in lines]
    if fee is not None and pays is not None and patient is not None:
        cost = {
            "fee": figures.money(f"{at}.fee", fee, "fees of the visit"),
            "pays": figures.money(f"{at}.plan_pays", pays or None, "plans pay for the visit"),
            "patient": figures.money(f"{at}.patient", patient, "the patient's share of the visit"),
        }
        page.pen.write("visit_cost", cost, section=section, suffix=suffix)
    elif all(each is not None for each in ranges):
        low = sum((each.low for each in ranges if each is not None), Decimal(0))
        high = sum((each.high for each in ranges if each is not None), Decimal(0))
        ends = {
            "low": figures.money(f"{at}.low", low, "the patient's share at least"),
            "high": figures.money(f"{at}.high", high, "the patient's share at most"),
        }
        page.pen.write("visit_range", ends, section=section, suffix=suffix)
    else:
        page.pen.write("visit_open", sources=[table("visit_open")], section=section, suffix=suffix)


def _sum(amounts: Sequence[Decimal | None]) -> Decimal | None:
    known = [amount for amount in amounts if amount is not None]
    return sum(known, Decimal(0)) if len(known) == len(amounts) else None


def _years(page: Page, estimate: Estimate) -> None:
    """What falls into which plan year, and what begins anew with each."""
    if not estimate.phases:
        if page.first_plan() is not None and len(visits_of(estimate.lines)) > 1:
            page.pen.write("one_year", sources=[table("plan.one_year")])
        return
    for number, phase in enumerate(estimate.phases):
        _year(page, phase, number)
    plan, figures = page.first_plan(), page.figures
    later = estimate.phases[1].benefit_year_start
    if plan is not None:
        slots = {
            "new_year": figures.day("phases[1].benefit_year_start", later, "a new benefit year"),
            "plan": plan.payer,
            "limit": figures.money("coverage.annual_maximum", plan.annual_maximum, "annual maximum"),
            "deductible": figures.money("coverage.deductible", plan.deductible or None, "deductible"),
        }
        page.pen.write("new_year", slots)


def _year(page: Page, phase: Phase, number: int) -> None:
    figures, at = page.figures, f"phases[{number}]"
    year = figures.day(f"{at}.benefit_year_start", phase.benefit_year_start, "benefit year begins")
    if phase.plan_pays is not None and phase.patient is not None:
        slots = {
            "year": year,
            "pays": figures.money(f"{at}.plan_pays", phase.plan_pays, "plans pay in the year"),
            "patient": figures.money(f"{at}.patient", phase.patient, "the patient's share in the year"),
        }
        page.pen.write("year", slots, suffix=f"_{number + 1}")
    elif phase.patient_range is not None:
        slots = {
            "year": year,
            "low": figures.money(f"{at}.low", phase.patient_range.low, "the patient's share at least"),
            "high": figures.money(f"{at}.high", phase.patient_range.high, "the patient's share at most"),
        }
        page.pen.write("year_range", slots, suffix=f"_{number + 1}")


def _limit_used(page: Page, estimate: Estimate) -> None:
    """The care that meets a used-up yearly limit."""
    cut = [(i, line, p.cut) for i, line in enumerate(estimate.lines) for p in line.plans if p.cut is not None]
    if not cut:
        return
    care = together([page.care(source_line(page, line)[0]) for _, line, _ in cut])
    reasons = [page.figures.words(f"lines[{i}].plans[0].limited", "limited", each.text) for i, _, each in cut]
    sources = [Source(kind="calculation", key=each.key, quote=page.figures.text_of(each.key)) for each in reasons]
    page.pen.write("limit_used", {"care": care.words}, sources=(*care.sources, *sources))


def _total(page: Page, estimate: Estimate) -> None:
    figures, total = page.figures, estimate.total
    if total.patient is not None:
        page.pen.write("total", {"total": figures.money("total.patient", total.patient, "the patient's share")})
        _in_parts(page, total.patient)
    elif total.patient_range is not None:
        slots = {
            "low": figures.money("total.low", total.patient_range.low, "the patient's share at least"),
            "high": figures.money("total.high", total.patient_range.high, "the patient's share at most"),
        }
        page.pen.write("total_range", slots)
    page.pen.write("choices", sources=[table("plan.choices")])


def _in_parts(page: Page, total: Decimal) -> None:
    """The sum in as many parts as a person entered."""
    fact = page.brief.case.entered(PARTS_FACT)
    if fact is None or total <= 0:
        return
    number = _number(fact.value)
    each, last = parts(total, number)
    slots = {
        "months": page.figures.number(f"facts.{PARTS_FACT}", number, "parts, as entered"),
        "part": page.figures.money("parts.each", each, f"{total} in {number} parts"),
        "last_part": page.figures.money("parts.last", last if last != each else None, "the last part"),
    }
    page.pen.write("parts", slots)


def _number(value: str) -> int:
    try:
        number = Decimal(value)
    except InvalidOperation:
        number = Decimal(0)
    if number != int(number) or not FEWEST_PARTS <= number <= MOST_PARTS:
        raise BadInput(
            f"{value!r} is no number of parts",
            where=f"facts.{PARTS_FACT}",
            fix=f"write a whole number, {FEWEST_PARTS} to {MOST_PARTS}",
        )
    return int(number)
