"""The facts of a case that a conversation tells, gathered once for every version of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from assistant.benefits.case_estimate import estimate_case
from assistant.chains.patient.answer_page import refused_lines
from assistant.chains.patient.page import Page, table
from assistant.chains.patient.services import Care, together
from assistant.chains.patient.settled import settled
from assistant.domain.base import exact_money, iso_date
from assistant.domain.case import Denial
from assistant.domain.claim import Coverage
from assistant.domain.draft import Source
from assistant.domain.errors import BadInput
from assistant.intake.letters import with_letter_days
from assistant.tables.conversations import Conversation, status_words
from assistant.tables.exports import state

#: Facts that a person may enter for a conversation.
SENT_FACT, STATUS_FACT, TOLD_FACT, RESTS_FACT = "claim_sent", "claim_status", "estimate_given", "bill_rests"

Slots = Mapping[str, object]


@dataclass(frozen=True)
class Block:
    """A statement template with what it is filled with."""

    template: str
    slots: Slots
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True)
class CaseFacts:
    """What is told, the same in every version."""

    care: Care
    blocks: tuple[Block, ...]
    suspects: bool
    name: str | None
    name_sources: tuple[Source, ...]
    rests: tuple[Source, ...]


def facts_of(page: Page, kind: Conversation, *, suspects: bool) -> CaseFacts:
    """The facts that the conversation tells, as far as the case holds them; what it lacks is a visible blank."""
    tellers = {
        "decision": _decision,
        "unknown_answer": _unknown,
        "sent": _sent,
        "status": _status,
        "numbers": _numbers,
        "benefits": _benefits,
        "estimate": _estimate,
    }
    care = _care(page)
    blocks = [block for name in kind.facts for block in tellers[name](page, care)]
    name = page.brief.case.entered("patient_name")
    rests = page.brief.case.entered(RESTS_FACT)
    return CaseFacts(
        care=care,
        blocks=tuple(blocks),
        suspects=suspects,
        name=name.value if name is not None else None,
        name_sources=(_entered(page, "patient_name") if name is not None else table("blank"),),
        rests=(_entered(page, RESTS_FACT),) if rests is not None and rests.value.lower() in ("yes", "true") else (),
    )


def office_sources(page: Page) -> tuple[Source, ...]:
    """Name and telephone of the office."""
    practice = page.brief.case.practice
    named = (("name", practice.name), ("phone", practice.phone))
    found = tuple(Source(kind="practice", document=f"practice.{name}", quote=value) for name, value in named if value)
    return found or (table("blank"),)


def _care(page: Page) -> Care:
    """The care of the denied lines, else of the claim."""
    denied = {denial.line for denial in page.brief.case.denials}
    lines = page.brief.case.claim.lines
    indexes = [i for i, line in enumerate(lines) if line.id in denied] or list(range(len(lines)))
    care = together([page.care(index) for index in indexes])
    return care if care.sources else Care("care", (table("care"),))


def _entered(page: Page, key: str) -> Source:
    fact = page.brief.case.entered(key)
    assert fact is not None
    return Source(kind="entered", key=key, document=f"entered by {fact.who} on {fact.when}", quote=fact.value)


def _decision(page: Page, care: Care) -> Iterator[Block]:
    """The plan's answer and its reason, in plain words."""
    denial, reading = page.brief.denial, page.brief.reading
    if denial is None or reading is None:
        return
    figures = page.figures
    line = page.brief.line
    meaning = figures.words("reading", reading.patient_meaning, f"{' '.join(reading.codes)}: {reading.meaning}")
    yield Block(
        "decision",
        {
            "plan": page.brief.case.claim.payer,
            "care": care.words,
            "day": figures.day("line.date_of_service", line.date_of_service if line else None, "date of service"),
            "notice": figures.day("denial.date", _notice(page, denial), "date of the plan's answer"),
            "meaning": meaning,
        },
        care.sources,
    )


def _notice(page: Page, denial: Denial) -> date | None:
    """The day of the denial, read from its letter where nobody has stated it."""
    dated = with_letter_days(page.brief.case).denials
    return dated[page.brief.case.denials.index(denial)].date


def _unknown(page: Page, _: Care) -> Iterator[Block]:
    if page.brief.case.denials:
        yield Block("unknown_answer", {})


def _sent(page: Page, care: Care) -> Iterator[Block]:
    fact = page.brief.case.entered(SENT_FACT)
    if fact is None:
        yield Block("sent_open", {"care": care.words, "sent": None}, care.sources)
        return
    try:
        sent = iso_date(fact.value)
    except ValueError as error:
        raise BadInput(f"the entered fact {SENT_FACT} is {error}", where=f"facts.{SENT_FACT}") from error
    days = (page.brief.today - sent).days
    slots = {
        "care": care.words,
        "sent": page.figures.day("facts.claim_sent", sent, "claim sent, as entered"),
        "days": page.figures.number("days_since_sent", days, "days since the claim was sent"),
    }
    yield Block("sent", slots, (*care.sources, _entered(page, SENT_FACT)))


def _status(page: Page, _: Care) -> Iterator[Block]:
    fact = page.brief.case.entered(STATUS_FACT)
    if fact is None:
        if not page.brief.case.denials:
            yield Block("status_open", {"status": None}, (table("blank"),))
        return
    words = status_words(state(fact.value))
    if words:
        since = page.figures.day(f"facts.{STATUS_FACT}", fact.when, "status entered")
        told = page.figures.words("status", words, f"status: {fact.value}")
        yield Block("status", {"status": told, "since": since}, (_entered(page, STATUS_FACT),))


def _numbers(page: Page, _: Care) -> Iterator[Block]:
    fact = page.brief.case.entered(TOLD_FACT)
    told = None
    if fact is not None:
        try:
            told = exact_money(fact.value)
        except ValueError as error:
            raise BadInput(f"the entered fact {TOLD_FACT} is {error}", where=f"facts.{TOLD_FACT}") from error
    slots = {
        "told": page.figures.money(f"facts.{TOLD_FACT}", told, "the patient was told"),
        "now": page.figures.money("patient_by_answer", _by_answer(page), "the patient's part by the plan's answer"),
    }
    yield Block("numbers", slots, (_entered(page, TOLD_FACT),) if fact is not None else (table("blank"),))


def _by_answer(page: Page) -> Decimal | None:
    answer = settled(page.brief.case)
    if answer is not None:
        return sum((line.patient for line in answer.lines), Decimal(0))
    refused = refused_lines(page.brief.case)
    theirs = [each for each in refused if any(denial.group == "PR" for denial in each.denials)]
    if not theirs or any(each.refused.amount is None or each.refused.mixed for each in theirs):
        return None
    told = [(part, denial) for each in theirs for part, denial in zip(each.refused.parts, each.denials, strict=True)]
    return sum((part for part, denial in told if denial.group == "PR"), Decimal(0))


def _benefits(page: Page, _: Care) -> Iterator[Block]:
    plan = page.first_plan()
    slots = _numbers_of(page, plan) if plan is not None else {}
    if plan is None or not any(value is not None for value in slots.values()):
        yield Block("benefits_open", {}, (table("blank"),))
        return
    source = Source(kind="claim", document="claim.coverages", quote=plan.payer)
    yield Block("benefits", {"plan": plan.payer, **slots}, (source,))


def _numbers_of(page: Page, plan: Coverage) -> dict[str, object]:
    """What the record of the plan holds: percent of the care, deductible and maximum left."""
    figures = page.figures
    estimate = estimate_case(page.brief.case, today=page.brief.today)
    shares = {each.share for line in estimate.lines for each in line.plans[:1]}
    share = shares.pop() if len(shares) == 1 else None
    deductible = _left(plan.deductible, plan.deductible_met)
    maximum = _left(plan.annual_maximum, plan.maximum_used)
    return {
        "percent": figures.percent("coverage.share", share, "the plan's share"),
        "deductible": figures.money("coverage.deductible_left", deductible, "deductible less what is met"),
        "left": figures.money("coverage.maximum_left", maximum, "annual maximum less what is used"),
    }


def _left(full: Decimal | None, used: Decimal | None) -> Decimal | None:
    return max(full - used, Decimal(0)) if full is not None and used is not None else None


def _estimate(page: Page, care: Care) -> Iterator[Block]:
    total = estimate_case(page.brief.case, today=page.brief.today).total
    if total.patient is not None:
        owed = page.figures.money("total.patient", total.patient, "the patient's share")
        yield Block("estimate", {"care": care.words, "patient": owed}, care.sources)
    elif total.patient_range is not None:
        low = page.figures.money("total.patient_range.low", total.patient_range.low, "the patient's share at least")
        high = page.figures.money("total.patient_range.high", total.patient_range.high, "the patient's share at most")
        yield Block("estimate_range", {"care": care.words, "low": low, "high": high}, care.sources)
