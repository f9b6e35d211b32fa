"""What a plan has decided, for the patient: from the remittance, or from the denials where there is none."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from assistant.benefits.denials import decode_denial
from assistant.chains.patient.page import Page, table, write_call
from assistant.chains.patient.services import Care, together
from assistant.chains.patient.settled import ZERO, Refusal, Settled, SettledLine
from assistant.domain.case import Denial
from assistant.domain.denial import DenialReading
from assistant.domain.draft import Source
from assistant.intake.case_file import denial_text

#: Up to so many lines are told one by one.
_STEPS = 3


def write_settled(page: Page, answer: Settled) -> None:
    """The page of a claim that a remittance settles."""
    cares = [page.care(line.index) for line in answer.lines if line.index is not None]
    _about(page, together(cares))
    many = len(answer.lines) > 1
    if len(answer.lines) <= _STEPS:
        for number, line in enumerate(answer.lines):
            care = page.care(line.index) if line.index is not None else together([])
            _line(page, line, number, care, many)
    else:
        _sums(page, answer)
    _meanings(page, [refusal for line in answer.lines for refusal in line.refused])
    figures = page.figures
    owed = sum((line.patient for line in answer.lines), ZERO)
    page.pen.write("now_owes", {"patient": figures.money("settled.patient", owed, "group PR in all")})
    _rests(page, sum((line.open for line in answer.lines), ZERO))
    refused = any(line.refused for line in answer.lines)
    name = "answer_may_change" if refused else "answer_final"
    page.pen.write(name, sources=[table("answer")])
    write_call(page)


def write_denials(page: Page) -> None:
    """The page of a claim of which only the denials are known."""
    case = page.brief.case
    _about(page, page.all_care() if len(case.claim.lines) == 1 else _denied_care(page))
    many = len(case.denials) > 1
    refusals = []
    for number, denial in enumerate(case.denials):
        reading = _reading(page, denial)
        refused = page.figures.money(f"denials[{number}].amount", denial.amount, "amount of the denial")
        care = _care_of(page, denial)
        if refused is not None:
            slots = {"refused": refused, "many": many and bool(care.sources), "care": care.words}
            page.pen.write("refused", slots, sources=care.sources, suffix=f"_{number + 1}")
        refusals.append(Refusal(denial.amount or ZERO, denial.group or "", reading))
    _meanings(page, refusals)
    _shares(page, refusals)
    page.pen.write("answer_may_change", sources=[table("answer")])
    write_call(page)


def _shares(page: Page, refusals: list[Refusal]) -> None:
    """What is the patient's by the codes, and what rests; without codes nobody can say yet."""
    owed = sum((each.amount for each in refusals if each.group == "PR"), ZERO)
    rests = sum((each.amount for each in refusals if each.group == "CO"), ZERO)
    if owed:
        page.pen.write("now_owes", {"patient": page.figures.money("denials.patient", owed, "group PR in all")})
    if any(each.group not in ("PR", "CO") for each in refusals) or not (owed or rests):
        page.pen.write("now_open", sources=[table("now_open")])
    else:
        _rests(page, rests)


def _about(page: Page, care: Care) -> None:
    case = page.brief.case
    days = {line.date_of_service for line in case.claim.lines}
    day = page.figures.day("claim.date_of_service", days.pop(), "date of service") if len(days) == 1 else None
    sources = (*care.sources, Source(kind="claim", document="claim.payer", quote=case.claim.payer or ""))
    slots = {"care": care.words, "day": day, "plan": case.claim.payer}
    page.pen.write("answered", slots, sources=sources)


def _denied_care(page: Page) -> Care:
    return together([_care_of(page, denial) for denial in page.brief.case.denials])


def _care_of(page: Page, denial: Denial) -> Care:
    lines = page.brief.case.claim.lines
    index = next((i for i, line in enumerate(lines) if line.id == denial.line), 0 if len(lines) == 1 else None)
    return page.care(index) if index is not None else together([])


def _reading(page: Page, denial: Denial) -> DenialReading:
    text = denial_text(page.brief.case, denial)
    return decode_denial(group=denial.group, carc=denial.carc, rarc=denial.rarc, text=text)


def _line(page: Page, line: SettledLine, number: int, care: Care, many: bool) -> None:
    at, suffix, figures = f"settled.lines[{number}]", f"_{number + 1}", page.figures
    named = many and bool(care.sources)
    fee = figures.money(f"{at}.fee", line.fee, f"charge for {line.code}")
    page.pen.write("fee", {"fee": fee, "care": care.words, "many": named}, sources=care.sources, suffix=suffix)
    off = figures.money(f"{at}.write_off", line.write_off or None, "taken off by contract")
    page.pen.write("contract", {"write_off": off}, suffix=suffix)
    paid = figures.money(f"{at}.paid", line.paid or None, f"paid for {line.code}")
    sources = (*care.sources, *(() if paid else (table("answer"),)))
    page.pen.write("paid", {"paid": paid, "many": named, "care": care.words}, sources=sources, suffix=suffix)
    _parts(page, line, at, suffix)
    for place, refusal in enumerate(line.refused):
        amount = figures.money(f"{at}.refused[{place}]", refusal.amount, " ".join(refusal.reading.codes))
        slots = {"refused": amount, "many": named, "care": care.words}
        page.pen.write("refused", slots, sources=care.sources, suffix=f"{suffix}_{place + 1}")


def _parts(page: Page, line: SettledLine, at: str, suffix: str) -> None:
    for name, slot, amount in (
        ("to_deductible", "to_deductible", line.deductible),
        ("coinsurance", "coinsurance", line.coinsurance),
        ("copay", "copay", line.copay),
    ):
        figure = page.figures.money(f"{at}.{slot}", amount or None, slot)
        page.pen.write(name, {slot: figure}, suffix=suffix)


def _sums(page: Page, answer: Settled) -> None:
    """All lines together, where there are too many to tell one by one."""
    lines = answer.lines
    whole = SettledLine(
        index=None,
        code="all lines",
        fee=_all(line.fee for line in lines),
        paid=_all(line.paid for line in lines),
        write_off=_all(line.write_off for line in lines),
        deductible=_all(line.deductible for line in lines),
        coinsurance=_all(line.coinsurance for line in lines),
        copay=_all(line.copay for line in lines),
    )
    _line(page, whole, 0, together([]), many=False)
    refused = _all(each.amount for line in lines for each in line.refused)
    figure = page.figures.money("settled.refused", refused or None, "refused in all")
    if figure is not None:
        page.pen.write("refused", {"refused": figure, "many": False, "care": ""})


def _all(amounts: Iterable[Decimal]) -> Decimal:
    return sum(amounts, ZERO)


def _meanings(page: Page, refusals: list[Refusal]) -> None:
    """Why, in the patient's words, each reason once."""
    told: list[str] = []
    for refusal in refusals:
        words = refusal.reading.patient_meaning
        if words and words not in told:
            told.append(words)
            key = f"reading[{len(told) - 1}]"
            said = f"{' '.join(refusal.reading.codes)}: {words}"
            page.pen.write("meaning", {"meaning": page.figures.words(key, words, said)}, suffix=f"_{len(told)}")


def _rests(page: Page, rests: Decimal) -> None:
    figure = page.figures.money("settled.open", rests or None, "refused and not put on the patient")
    if figure is not None:
        page.pen.write("now_rests", {"refused": figure})
