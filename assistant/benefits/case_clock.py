"""The appeal clock of a case: its denials, its funding, and the plan's own window."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from assistant.benefits.counting import count
from assistant.benefits.deadlines import clock, refuse_impossible
from assistant.benefits.readings import ANCHOR_NAMES
from assistant.domain.base import iso_date
from assistant.domain.benefits import Anchor, ClockAnswer, PlanWindow
from assistant.domain.case import Case, CaseDocument, Denial
from assistant.domain.errors import BadInput
from assistant.tables.payer_cards import appeal_window, payer_card

#: Facts that a person may enter beside the denials.
RECEIVED_FACT = "denial_received"
STATED_FACT = "appeal_due"
EMPLOYER_FACT = "employer_plan"


def case_clock(
    case: Case,
    *,
    today: date,
    event: str = "appeal",
    level: int = 1,
    payer_stated: date | None = None,
    plan_window: PlanWindow | None = None,
) -> ClockAnswer:
    """The earliest clock over the denials of a case.

    Funding comes from ``plan_funding``; an insured plan that comes with a job (entered
    fact ``employer_plan``) follows the employer-plan rule. ``denial_received`` and
    ``appeal_due`` are read from the entered facts where the denials do not say.

    Raises:
        BadInput: an entered date that is not a date.
    """
    stated = payer_stated or _entered_day(case, STATED_FACT)
    answers = [
        clock(
            event=event,
            plan_type=_plan_type(case),
            level=level if event == "appeal" else None,
            dates=_dates(case, denial),
            today=today,
            payer_stated=stated,
            plan_window=plan_window,
            lane=case.claim.lane,
        )
        for denial in case.denials or (Denial(),)
    ]
    dated = [answer for answer in answers if answer.deadline is not None]
    return min(dated, key=lambda answer: answer.deadline.date if answer.deadline else today) if dated else answers[0]


def office_clock(
    case: Case,
    *,
    today: date,
    event: str = "appeal",
    level: int = 1,
    payer_stated: date | None = None,
    letter_window: PlanWindow | None = None,
    windows: Sequence[PlanWindow] = (),
    manual: Callable[[], PlanWindow | None] | None = None,
) -> ClockAnswer:
    """The clock of a case with the payer's own times beside it.

    ``letter_window`` is what the denial letter states and ``windows`` what governs the service: both
    stand beside the law. Where the funding is not known and the letter is silent the card's shortest
    window counts instead of a law, and without a card the ``manual``. What does not count is told as a
    note: the provider's own window under the contract ends other rights than the patient's.

    Raises:
        BadInput: an entered date that is not a date, or one of a year that no letter carries.
    """
    on = min((denial.date for denial in case.denials if denial.date), default=case.claim.as_of or today)
    refuse_impossible((("letter", on),))
    card = payer_card(case.claim.payer, on) if case.claim.payer and event == "appeal" else None
    lawless = case.plan_funding in (None, "unknown")
    known = [*windows, *([letter_window] if letter_window else [])]
    if lawless and letter_window is None:
        held = appeal_window(card, level) if card is not None else None
        if held is None and manual is not None and not known:
            held = manual()
        known += [held] if held is not None else []
    shortest = min(known, key=lambda window: count(on, window.value, window.unit), default=None)
    answer = case_clock(case, today=today, event=event, level=level, payer_stated=payer_stated, plan_window=shortest)
    if answer.deadline is None and manual is not None and not known and (held := manual()) is not None:
        answer = case_clock(case, today=today, event=event, level=level, payer_stated=payer_stated, plan_window=held)
    for window in known:
        if window is not shortest and _told(window) != _told(shortest):
            answer = _noted(answer, f"Also stated: {_told(window)} ({window.source}).")
    if letter_window is not None:
        answer = _noted(answer, f"The letter itself gives {_told(letter_window)}.")
    elif payer_stated is None and event == "appeal" and any(_is_read_denial(each) for each in case.documents):
        answer = _noted(answer, "The denial letter names no other last day.")
    told = not lawless or letter_window is not None
    own = appeal_window(card, level, "provider") if card is not None and told else None
    return _with_dispute(answer, case, own)


def _is_read_denial(document: CaseDocument) -> bool:
    return document.kind == "denial_letter" and bool(document.text)


def _told(window: PlanWindow | None) -> str:
    """A length with the day it counts from; empty for none."""
    if window is None:
        return ""
    return f"{window.value} {window.unit.replace('_', ' ')} from {ANCHOR_NAMES[window.counts_from]}"


def _with_dispute(answer: ClockAnswer, case: Case, own: PlanWindow | None) -> ClockAnswer:
    """The answer with the day on which the provider's own dispute under the contract ends."""
    letters = [denial.date for denial in case.denials if denial.date is not None]
    if own is None or answer.deadline is None or own.counts_from != "letter" or not letters:
        return answer
    last = count(min(letters), own.value, own.unit)
    return _noted(
        answer, f"The provider's own dispute under the contract is open until {last.isoformat()} ({own.source})."
    )


def _noted(answer: ClockAnswer, note: str) -> ClockAnswer:
    """The answer with a note at the head of its deadline's."""
    if answer.deadline is None:
        return answer
    deadline = answer.deadline.model_copy(update={"notes": (note, *answer.deadline.notes)})
    return answer.model_copy(update={"deadline": deadline})


def _plan_type(case: Case) -> str | None:
    if case.plan_funding == "insured" and _says_yes(case, EMPLOYER_FACT):
        return "erisa"
    return case.plan_funding


def _says_yes(case: Case, key: str) -> bool:
    fact = case.entered(key)
    return fact is not None and fact.value.strip().lower() in ("yes", "true", "y")


def _dates(case: Case, denial: Denial) -> dict[Anchor, date]:
    """The days of one denial that are known, by what they are."""
    known: dict[Anchor, date | None] = {
        "letter": denial.date,
        "receipt": denial.received or _entered_day(case, RECEIVED_FACT),
        "service": _service_date(case, denial),
    }
    return {name: day for name, day in known.items() if day is not None}


def _service_date(case: Case, denial: Denial) -> date | None:
    """The date of service of the denied line, else the claim's earliest."""
    days = [
        line.date_of_service
        for line in case.claim.lines
        if line.date_of_service is not None and denial.line in (None, line.id)
    ]
    return min(days, default=None)


def _entered_day(case: Case, key: str) -> date | None:
    fact = case.entered(key)
    if fact is None:
        return None
    try:
        day = iso_date(fact.value)
    except ValueError as error:
        raise BadInput(f"the entered fact {key} is {error}", where=f"facts.{key}") from error
    assert isinstance(day, date)
    return day
