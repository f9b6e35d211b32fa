"""What a plan has decided, for the patient: from the remittance, or from the denials where there is none."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from assistant.benefits.denials import decode_denial
from assistant.benefits.refused import Refused, refused_of_line
from assistant.chains.patient.page import Page, table, write_call
from assistant.chains.patient.services import Care, together
from assistant.chains.patient.settled import ZERO, Refusal, Settled, SettledLine
from assistant.domain.case import Case, Denial
from assistant.domain.denial import DenialReading
from assistant.domain.draft import Source
from assistant.intake.case_file import denial_text
from assistant.recognise import sentences

#: What the tables say of one amount.
_ONE_AMOUNT = re.compile(r"\bthis (?:amount|part)\b", re.IGNORECASE)
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
    refusals = [refusal for line in answer.lines for refusal in line.refused]
    _meanings(page, refusals, amounts=len(refusals))
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
    refused = refused_lines(page.brief.case)
    every = page.all_care()
    _about(page, every if every.sources else together([_care_at(page, each.index) for each in refused]))
    many = len(page.brief.case.claim.lines) > 1
    refusals = [refusal for number, each in enumerate(refused) for refusal in _refused(page, each, number, many)]
    clear = len({each.group for each in refusals}) == 1
    _meanings(page, refusals, amounts=sum(each.refused.amount is not None for each in refused) if clear else 0)
    unknown = any(each.refused.amount is None and each.amounts for each in refused)
    _shares(page, [] if unknown else refusals)
    page.pen.write("answer_may_change", sources=[table("answer")])
    write_call(page)


@dataclass(frozen=True)
class RefusedLine:
    """The denials of one line; ``index`` is its place in the claim, ``None`` where they name none of several."""

    index: int | None
    denials: tuple[Denial, ...]
    refused: Refused

    @property
    def amounts(self) -> int:
        """How many of the denials state an amount."""
        return sum(each.amount is not None for each in self.denials)


def refused_lines(case: Case) -> tuple[RefusedLine, ...]:
    """The denials of a case line by line."""
    lines, found = case.claim.lines, dict[int | None, list[Denial]]()
    for denial in case.denials:
        named = next((place for place, line in enumerate(lines) if line.id == denial.line), None)
        found.setdefault(0 if len(lines) == 1 else named, []).append(denial)
    return tuple(
        RefusedLine(
            index,
            tuple(denials),
            refused_of_line(denials, lines[index].fee if index is not None else None, lined=index is not None),
        )
        for index, denials in found.items()
    )


def _refused(page: Page, each: RefusedLine, number: int, many: bool) -> Iterable[Refusal]:
    """One refused line on the page: its amount or that there is none, and its reasons."""
    care, suffix = _care_at(page, each.index), f"_{number + 1}"
    amount = page.figures.money(f"denials[{number}].amount", each.refused.amount, "amount of the denial")
    if amount is not None:
        slots = {"refused": amount, "many": many and bool(care.sources), "care": care.words}
        page.pen.write("refused", slots, sources=care.sources, suffix=suffix)
    if each.index is None:
        page.pen.write("which_open", {"one": amount is not None}, sources=[table("answer")])
        if amount is None and each.amounts:
            page.pen.write("amount_open", {"care": "care"}, sources=[table("answer")], suffix=suffix)
    elif amount is None and care.sources:
        page.pen.write("amount_open", {"care": care.words}, sources=care.sources, suffix=suffix)
    for part, denial in zip(each.refused.parts, each.denials, strict=True):
        group = "" if each.refused.mixed else denial.group or ""
        yield Refusal(part, group, _reading(page, denial))


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


def _care_at(page: Page, index: int | None) -> Care:
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


def _meanings(page: Page, refusals: list[Refusal], *, amounts: int = 1) -> None:
    """Why, in the patient's words, each sentence once; one of "this amount" only where the page names one alone."""
    told: list[str] = []
    number = 0
    for refusal in refusals:
        said = [each.text for each in sentences.split(refusal.reading.patient_meaning)]
        new = [each for each in said if each not in told and (amounts == 1 or not _ONE_AMOUNT.search(each))]
        told += new
        if new:
            number += 1
            key, words = f"reading[{number - 1}]", " ".join(new)
            figure = page.figures.words(key, words, f"{' '.join(refusal.reading.codes)}: {words}")
            page.pen.write("meaning", {"meaning": figure}, suffix=f"_{number}")


def _rests(page: Page, rests: Decimal) -> None:
    figure = page.figures.money("settled.open", rests or None, "refused and not put on the patient")
    if figure is not None:
        page.pen.write("now_rests", {"refused": figure})
