"""What care may cost, worded from the lines of an estimate."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.benefits.settlement import ZERO, cents
from assistant.chains.patient.changes import write_changes, write_lanes
from assistant.chains.patient.page import Page, table, write_call
from assistant.chains.patient.phrases import cause_words, gap_words
from assistant.chains.patient.services import NAMED
from assistant.domain.claim import ServiceLine
from assistant.domain.draft import Source
from assistant.domain.estimate import Amounts, Cause, Estimate, EstimateLine, PlanShare
from assistant.domain.policy import Limit

#: Up to so many lines are told step by step; more get a line each, and still more only the totals.
_STEPS = 2
_LISTED = 10


def write_estimate(page: Page, estimate: Estimate, limits: tuple[Limit, ...]) -> None:
    """The whole page of an estimate, section by section."""
    _about(page, len(estimate.lines))
    if not page.brief.case.claim.coverages:
        _fees_alone(page, estimate)
        return
    if len(estimate.lines) <= _STEPS:
        for index, line in enumerate(estimate.lines):
            _line(page, index, line, estimate)
        if len(estimate.lines) > 1:
            _totals(page, estimate.total)
    else:
        _listed(page, estimate)
        _totals(page, estimate.total)
    write_because(page, estimate)
    if len(estimate.lines) > 1:
        _limits_of_year(page, estimate)
    write_lanes(page)
    write_changes(page, limits)
    write_unknown(page, estimate)
    page.pen.write("estimate")
    write_call(page)


def _fees_alone(page: Page, estimate: Estimate) -> None:
    """Without any plan on file: the fees, and that the rest is not known."""
    for index, line in enumerate(estimate.lines[:_LISTED]):
        _fee(page, line, index, many=len(estimate.lines) > 1)
    if len(estimate.lines) > 1:
        total = page.figures.money("total.fee", estimate.total.fee, "all fees")
        if total is not None:
            page.pen.write("fees_total", {"fee": total})
    page.pen.write("no_plan", sources=[table("no_plan")])
    write_call(page)


def _fee(page: Page, line: EstimateLine, index: int, *, many: bool) -> None:
    fee = page.figures.money(f"lines[{index}].fee", line.fee, f"fee of {line.code}")
    if fee is not None:
        care = page.care(source_line(page, line)[0])
        slots = {"fee": fee, "care": care.words, "many": many}
        page.pen.write("fee", slots, sources=care.sources, suffix=f"_{index + 1}")


def _about(page: Page, count: int) -> None:
    claim = page.brief.case.claim
    many = page.figures.number("lines", count, "services on the claim") if count > 1 else None
    care = page.all_care()
    if care.sources:
        page.pen.write("about", {"many": many, "care": care.words}, sources=care.sources)
    elif many is not None:
        page.pen.write("about_list", {"many": many})
    checked = page.figures.day("claim.as_of", claim.as_of, "benefits as of") if claim.coverages else None
    today = page.figures.day("today", page.brief.today, "day of the page")
    page.pen.write("as_of", {"today": today, "checked": None if claim.as_of == page.brief.today else checked})


def source_line(page: Page, line: EstimateLine) -> tuple[int, ServiceLine]:
    """The claim line of an estimate line; lines with a negative fee are left out of the estimate."""
    lines = page.brief.case.claim.lines
    return next((index, each) for index, each in enumerate(lines) if each.id == line.id and each.code == line.code)


def _line(page: Page, index: int, line: EstimateLine, estimate: Estimate) -> None:
    """One service, told step by step."""
    place, _ = source_line(page, line)
    care = page.care(place)
    many = len(estimate.lines) > 1
    suffix = f"_{index + 1}"
    at = f"lines[{index}]"
    _fee(page, line, index, many=many)
    if line.plans:
        _price(page, line, at, suffix)
        _first_plan(page, line, at, suffix, estimate)
    if line.plan_pays == ZERO or not line.plans:
        page.pen.write(
            "pays_nothing",
            {"many": many, "care": care.words},
            sources=(table("pays_nothing"), *care.sources),
            suffix=suffix,
        )
    _owes(page, line, at, suffix)


def _price(page: Page, line: EstimateLine, at: str, suffix: str) -> None:
    first = line.plans[0]
    network = next(
        (c.in_network for c in page.brief.case.claim.coverages if _named(c.payer, c.plan) == first.payer), None
    )
    if network is None or first.allowed is None:
        return
    slots = {
        "plan": first.payer,
        "price": page.figures.money(f"{at}.plans[0].allowed", first.allowed, f"allowed by {first.payer}"),
        "write_off": page.figures.money(f"{at}.write_off", line.write_off or None, "fee less allowed"),
    }
    if network:
        page.pen.write("price_in", slots, suffix=suffix)
    else:
        page.pen.write("price_out", slots | {"write_off": None}, suffix=suffix)


def _named(payer: str, plan: str | None) -> str:
    return f"{payer} {plan}" if plan else payer


def _first_plan(page: Page, line: EstimateLine, at: str, suffix: str, estimate: Estimate) -> None:
    """The steps of the first plan, and what the later ones may add."""
    first, figures = line.plans[0], page.figures
    where = f"{at}.plans[0]"
    if first.pays is None:
        _pays_range(page, first, where, suffix)
    elif first.pays > 0 or first.cut is not None:
        _steps(page, line, where, suffix, estimate)
    for number, later in enumerate(line.plans[1:], start=1):
        where = f"{at}.plans[{number}]"
        if later.pays is None:
            _pays_range(page, later, where, f"{suffix}_{number + 1}")
        elif later.pays > 0:
            pays = figures.money(f"{where}.pays", later.pays, f"{later.payer} pays")
            page.pen.write("next_pays", {"plan": later.payer, "pays": pays}, suffix=f"{suffix}_{number + 1}")


def _pays_range(page: Page, plan: PlanShare, where: str, suffix: str) -> None:
    low = page.figures.money(f"{where}.pays_range.low", plan.pays_range.low, f"{plan.payer} pays at least")
    high = page.figures.money(f"{where}.pays_range.high", plan.pays_range.high, f"{plan.payer} pays at most")
    page.pen.write("pays_range", {"plan": plan.payer, "low": low, "high": high}, suffix=suffix)


def _steps(page: Page, line: EstimateLine, where: str, suffix: str, estimate: Estimate) -> None:
    first, figures = line.plans[0], page.figures
    if first.base is None or first.deductible is None or first.share is None or first.pays is None:
        page.pen.write(
            "next_pays",
            {"plan": first.payer, "pays": figures.money(f"{where}.pays", first.pays, "pays")},
            suffix=suffix,
        )
        return
    if first.allowed is not None and first.base < first.allowed:
        base = figures.money(f"{where}.base", first.base, "the alternate benefit's amount")
        price = figures.money(f"{where}.allowed", first.allowed, f"allowed by {first.payer}")
        page.pen.write("lower_choice", {"base": base, "price": price}, suffix=suffix)
    rest_amount = first.base - first.deductible
    uncapped = cents(rest_amount * first.share)
    rest = figures.money(f"{where}.rest", rest_amount, f"{first.base} less the deductible {first.deductible}")
    taken = figures.money(f"{where}.deductible", first.deductible or None, "deductible taken first")
    percent = figures.percent(f"{where}.share", first.share, "the plan's share")
    comes = figures.money(f"{where}.uncapped", uncapped, f"{rest_amount} x {first.share}")
    page.pen.write("deductible", {"deductible": taken, "rest": rest}, suffix=suffix)
    page.pen.write("share", {"plan": first.payer, "percent": percent, "rest": rest, "uncapped": comes}, suffix=suffix)
    if first.cut is not None:
        left = figures.money(f"{where}.left", first.cut.left, f"left of the {first.cut.maximum} maximum")
        page.pen.write("limit_cuts", {"plan": first.payer, "left": left, "uncapped": comes}, suffix=suffix)
    elif len(estimate.lines) == 1:
        _fits(page, first, where, estimate)


def _fits(page: Page, plan: PlanShare, where: str, estimate: Estimate) -> None:
    """What is left of the year's maximum before and after the only line."""
    after = next((each.maximum_left for each in estimate.left if each.payer == plan.payer), None)
    if after is None or after.exact is None or plan.pays is None:
        return
    slots = {
        "plan": plan.payer,
        "pays": page.figures.money(f"{where}.pays", plan.pays, f"{plan.payer} pays"),
        "left": page.figures.money(f"{where}.maximum_before", after.exact + plan.pays, "left of the annual maximum"),
        "left_after": page.figures.money("left[0].maximum_left", after.exact, "left of the annual maximum after"),
    }
    page.pen.write("limit_fits", slots)


def write_because(page: Page, estimate: Estimate) -> None:
    """Why a plan pays nothing or less, each reason once, with the services it holds for."""
    told: dict[str, list[int]] = {}
    keys: dict[str, tuple[str, str]] = {}
    for index, line in enumerate(estimate.lines):
        for key, cause, plan in _causes(line, f"lines[{index}]"):
            words = cause_words(cause, plan)
            if index not in told.setdefault(words, []):
                told[words].append(index)
                keys.setdefault(words, (key, cause.text))
    for number, (words, indexes) in enumerate(told.items(), start=1):
        cares = [page.care(source_line(page, estimate.lines[index])[0]) for index in indexes]
        some = len(indexes) < len(estimate.lines) and len(indexes) <= NAMED
        page.pen.write(
            "because",
            {
                "why": page.figures.words(keys[words][0], words, keys[words][1]),
                "cares": [c.words for c in cares] if some else [],
            },
            sources=[source for care in cares for source in care.sources] if some else (),
            suffix=f"_{number}",
        )


def _causes(line: EstimateLine, at: str) -> Iterator[tuple[str, Cause, str]]:
    """Key and cause, with the plan's name where the line has several."""
    yield from ((f"{at}.causes[{i}]", cause, "") for i, cause in enumerate(line.causes))
    for n, plan in enumerate(line.plans):
        named = plan.payer if len(line.plans) > 1 else ""
        yield from ((f"{at}.plans[{n}].causes[{i}]", cause, named) for i, cause in enumerate(plan.causes))


def _owes(page: Page, amounts: Amounts, at: str, suffix: str, *, total: bool = False) -> None:
    figures = page.figures
    if amounts.patient is not None:
        patient = figures.money(f"{at}.patient", amounts.patient, "the patient's share")
        price = pays = None
        if isinstance(amounts, EstimateLine) and amounts.plan_pays and amounts.write_off is not None and amounts.fee:
            price = figures.money(f"{at}.collected", amounts.fee - amounts.write_off, "fee less write-off")
            pays = figures.money(f"{at}.plan_pays", amounts.plan_pays, "all plans together")
        slots = {"patient": patient, "steps": price is not None and not total, "price": price, "pays": pays}
        page.pen.write("owes", slots, suffix=suffix)
    elif amounts.patient_range is not None:
        low = figures.money(f"{at}.patient_range.low", amounts.patient_range.low, "the patient's share at least")
        high = figures.money(f"{at}.patient_range.high", amounts.patient_range.high, "the patient's share at most")
        page.pen.write("owes_range", {"low": low, "high": high}, suffix=suffix)
    else:
        page.pen.write("owes_open", sources=[table("owes_open")], suffix=suffix)


def _listed(page: Page, estimate: Estimate) -> None:
    """One line a service; of a long list only the totals are told, and the office keeps the lines."""
    if len(estimate.lines) > _LISTED:
        return
    for index, line in enumerate(estimate.lines):
        place, _ = source_line(page, line)
        care, at = page.care(place), f"lines[{index}]"
        slots = {
            "care": care.words[0].upper() + care.words[1:],
            "fee": page.figures.money(f"{at}.fee", line.fee, f"fee of {line.code}"),
            "pays": page.figures.money(f"{at}.plan_pays", line.plan_pays, "all plans together"),
            "patient": page.figures.money(f"{at}.patient", line.patient, "the patient's share"),
        }
        if slots["fee"] is None:
            continue
        known = slots["pays"] is not None and slots["patient"] is not None
        page.pen.write(
            "line" if known else "line_range",
            slots,
            sources=care.sources,
            suffix=f"_{index + 1}",
            section=f"cost:{index + 1}" if index else "cost",
        )


def _totals(page: Page, total: Amounts) -> None:
    figures = page.figures
    if total.plan_pays is not None:
        page.pen.write(
            "plans_total", {"pays": figures.money("total.plan_pays", total.plan_pays, "all plans, all lines")}
        )
    off = figures.money("total.write_off", total.write_off or None, "fees less what is collected")
    page.pen.write("taken_off", {"write_off": off})
    _owes(page, total, "total", "_total", total=True)


def _limits_of_year(page: Page, estimate: Estimate) -> None:
    """A yearly limit that the lines use up."""
    used = [plan for line in estimate.lines for plan in line.plans if plan.cut is not None]
    if len(estimate.lines) > _STEPS and used:
        page.pen.write("limit_reached", _reached(page, used[0], estimate))


def _reached(page: Page, plan: PlanShare, estimate: Estimate) -> dict[str, object]:
    pays = [each.pays for line in estimate.lines for each in line.plans if each.payer == plan.payer]
    years = [left for left in estimate.left if left.payer == plan.payer]
    if len(years) != 1 or None in pays or not (left := years[0].maximum_left) or left.exact is None:
        return {"left": None, "plan": plan.payer}
    before = sum((each for each in pays if each is not None), left.exact)
    return {"plan": plan.payer, "left": page.figures.money("left.before", before, "left of the annual maximum")}


def write_unknown(page: Page, estimate: Estimate) -> None:
    """What the estimate lacks, in plain words, four points at most; or that nothing is open."""
    gaps = list(dict.fromkeys(gap_words(gap) for gap in estimate.missing))
    if gaps:
        shown = gaps[:4] + (["more of the plan's rules"] if len(gaps) > 4 else [])
        first = estimate.missing[: len(shown)]
        sources = [page.figures.words(f"missing[{i}]", gap.text, gap.text) for i, gap in enumerate(first)]
        page.pen.write("unknown", {"gaps": shown}, sources=[_traced(page, each.key) for each in sources])
    else:
        page.pen.write("unknown_none", {"today": page.figures.day("today", page.brief.today, "day of the page")})


def _traced(page: Page, key: str) -> Source:
    return Source(kind="calculation", key=key, quote=page.figures.text_of(key))
