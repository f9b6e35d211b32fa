"""What tables and calculations contribute, each statement with the artifact that proves it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from assistant.domain.artifacts import (
    Artifact,
    BenefitsCoordinated,
    ClaimChecked,
    CodeLookedUp,
    Crosswalked,
    DeadlineFound,
    DenialDecoded,
    DiagnosesFound,
    DraftMade,
    EstimateMade,
    FrequencyFound,
    LaneFound,
    PairChecked,
    RemittanceLine,
    RemittanceRead,
    TeethLookedUp,
    TextRedacted,
)
from assistant.domain.estimate import MoneyRange
from assistant.models.embedded.conflicts import differing
from assistant.models.embedded.look_up_parts import code_part, diagnoses_part, pair_part, teeth_part
from assistant.models.embedded.parts import Part, ask, lowered, quoted, say, sentence
from assistant.tables.work_words import first_move

_MAY_BILL = {True: "The patient may be billed.", False: "The patient may not be billed.", None: ""}


def crosswalk_part(found: Crosswalked) -> Part:
    """The medical counterparts with their conditions, or that there is none."""
    if found.dental_only:
        return Part("answer", (say("no_crossing", found.key, code=found.code, label=found.label),))
    rows = [row for row in found.rows if row.medical or row.match == "medical_only"]
    if not rows:
        return Part("nothing", (say("crossing_unknown", found.key, code=found.code),))
    statements = []
    for row in rows[:2]:
        other = list(row.medical) if row.cdt == found.code else [row.cdt] if row.cdt else list(row.medical)
        slots = {
            "code": found.code,
            "codes": [code for code in other if code != found.code] or other,
            "condition": row.condition.rstrip("."),
            "diagnoses": list(row.diagnoses[:3]),
            "documents": list(row.documents[:3]),
            "row": row.row,
        }
        statements.append(say("crossing", found.key, **slots))
    return Part("answer", tuple(statements))


def denial_part(found: DenialDecoded) -> Part:
    """Meaning, first step, whether the patient may be billed, and what to get."""
    decoding = found.decoding
    readings = decoding.readings or (decoding,)
    known = [reading for reading in readings if reading.category != "unknown"]
    if not known:
        return Part(
            "nothing", (say("denial_unclear", found.key, reason=sentence(decoding.why or "no reason is given")),)
        )
    statements = []
    for reading in known[:3]:
        slots = {
            "codes": " ".join(reading.codes) or reading.category.replace("_", " ").capitalize(),
            "meaning": _without_codes(reading.meaning, reading.codes).rstrip("."),
            "action": first_move(reading.action),
            "may_bill": _MAY_BILL[reading.may_bill_patient],
        }
        statements.append(say("denial_is", found.key, **slots))
        if reading.obtain:
            statements.append(say("denial_get", found.key, obtain=lowered(reading.obtain[:4])))
    if any(reading.action == "appeal" for reading in known):
        return Part("offer", (*statements, say("offer_appeal")))
    return Part("answer", tuple(statements))


def _without_codes(meaning: str, codes: Sequence[str]) -> str:
    """A meaning that does not begin with the code that stands before it already."""
    for code in codes:
        meaning = meaning.removeprefix(f"{code}: ")
    return meaning


def deadline_part(found: DeadlineFound) -> Part:
    """The last safe day with its anchor; else the length of the clock and the one thing to ask."""
    clock = found.answer.deadline
    if clock is None:
        questions = (ask("need", missing=_missing(found)),)
        if found.window:
            slots = {"label": found.title, "window": found.window, "anchor": found.anchor, "source": found.source}
            return Part("open", (say("window_is", found.key, **slots),), questions)
        reason = sentence(found.answer.reason) if found.answer.reason else "No clock can be counted yet."
        return Part("open", (say("no_clock", found.key, reason=reason),), questions)
    past = clock.days_left is not None and clock.days_left < 0
    counted: dict[str, object] = {
        "deadline": clock.date,
        "anchor": clock.anchor,
        "anchor_date": clock.anchor_date,
        "source": clock.source.rstrip("."),
    }
    first = (
        say("overdue", found.key, **counted) if past else say("due", found.key, days_left=clock.days_left, **counted)
    )
    statements = [first]
    if not past and clock.send_by and clock.send_by != clock.date:
        statements.append(say("send_by", found.key, send_by=clock.send_by))
    if found.plan_type is None and found.payer is None:
        return Part("caveat", tuple(statements), (ask("need", missing=["who funds the plan"]),))
    return Part("answer", tuple(statements))


def _missing(found: DeadlineFound) -> list[str]:
    missing = [] if found.plan_type else ["who funds the plan (self-funded, insured, Medicare, Medicaid)"]
    if not found.dates:
        missing.append("the date of service" if found.event == "claim_filing" else "the date of the letter")
    return missing or [found.answer.ask or "the window in the letter or the plan's document"]


def frequency_part(found: FrequencyFound) -> Part:
    """The payer's own limit, quoted, with the first payable day; else what is typical, marked so."""
    held = {passage.key: passage for passage in found.passages}
    label = found.label or found.code
    quotes = [quoted(held[limit.passage], limit.quote) for limit in found.limits if limit.passage in held]
    quotes = list(dict.fromkeys(quotes))
    pair = differing([limit for limit in found.limits if limit.passage in held])
    if pair is not None:
        newer, older = (limit.period.effective_from for limit in pair)
        days = {"effective_from": newer, "other_from": older}
        both = [quoted(held[limit.passage], limit.quote) for limit in pair]
        return Part(
            "caveat",
            (say("differ", found.key, payer=found.payer, label=label, code=found.code, **days), *both),
            (ask("ask_payer", payer=found.payer),),
            together=True,
        )
    if quotes:
        first = []
        if found.counted and found.window_opens is not None:
            slots = {
                "early": found.window_opens > found.on,
                "label": label,
                "code": found.code,
                "opens": found.window_opens,
                "payer": found.payer,
                "done": [day.isoformat() for day in found.done],
            }
            first.append(say("payable_from", found.key, **slots))
        elif found.counted:
            slots = {"label": label, "code": found.code, "payer": found.payer, "reason": found.reason}
            first.append(say("never_again", found.key, **slots))
        return Part("answer", (*first, *quotes[:2]))
    if found.payer is not None or not found.typical:
        return Part("nothing")
    statements = [
        say(
            "typical",
            found.key,
            label=label,
            code=found.code,
            count=_ends(each.count, each.count_high),
            window=_window(each.window, each.window_high, each.unit),
            per=each.per,
            row=each.row,
        )
        for each in found.typical[:2]
    ]
    return Part("caveat", tuple(statements), (ask("which_payer"),))


def _ends(low: int, high: int) -> str:
    return str(low) if low == high else f"{low} to {high}"


def _window(low: int | None, high: int | None, unit: str) -> str:
    if low is None:
        return "a lifetime"
    words = unit.replace("_", " ")
    many = "s" if (high or low) > 1 else ""
    return f"{_ends(low, high or low)} {words}{many}" + (" or for life" if high is None else "")


def estimate_part(found: EstimateMade) -> Part:
    """Plan, patient and write-off, with what they were counted from."""
    made = found.estimate
    counted_from = [_given(name, value) for name, value in found.given.items()]
    if found.left is not None and made is None:
        left = say("left", found.key, plan_pays=_money(MoneyRange(low=found.left, high=found.left)), given=counted_from)
        return Part("answer", (left,))
    if made is None or made.status == "not_possible":
        missing = list(found.missing) or list(made.gaps if made else ()) or ["the plan's terms"]
        missing += [] if "deductible_left" in found.given else ["the deductible left"]
        missing += [] if "maximum_left" in found.given else ["the maximum left"]
        return Part("open", (say("need", missing=missing[:4]),), (ask("need", missing=missing[:4]),))
    total = made.total
    write_off = _money(total.write_off_range)
    slots = {
        "plan_pays": _money(total.plan_pays_range),
        "patient": _money(total.patient_range),
        "write_off": "" if write_off == "$0.00" else write_off,
        "given": counted_from or ["the case's plan terms"],
    }
    statements = [say("share", found.key, **slots)]
    assumed = [*found.assumed] or ["the plan terms as given"]
    return Part("caveat", (*statements, say("assumed", found.key, assumed=assumed)))


def _given(name: str, value: str) -> str:
    return f"{value} percent" if name == "percent" else f"{name.replace('_', ' ')} ${value}"


def _money(between: MoneyRange | None) -> str:
    if between is None:
        return "an amount that is not known"
    low, high = f"${between.low:,.2f}", f"${between.high:,.2f}"
    return low if low == high else f"{low} to {high}"


def cob_part(found: BenefitsCoordinated) -> Part:
    """The order of the plans with its rule, or the second payment by every method."""
    statements = []
    questions: tuple[str, ...] = ()
    if found.order is not None:
        if found.order.order:
            reason = " ".join(sentence(each) for each in found.order.reasons[:2])
            statements.append(say("order", found.key, codes=list(found.order.order), reason=reason))
        if found.order.ask:
            questions = (ask("need", missing=list(found.order.ask)),)
    for each in found.amounts:
        slots = {
            "plan_pays": f"${each.pays:,.2f}",
            "method": each.method.replace("_", " "),
            "patient": f"${each.patient:,.2f}",
        }
        statements.append(say("second_pays", found.key, **slots))
    if found.amounts:
        return Part("caveat", (*statements, say("method_decides")), questions)
    if found.missing and not statements:
        return Part("open", (), (ask("need", missing=list(found.missing)),))
    if not statements:
        return Part("open" if questions else "nothing", (), questions)
    return Part("answer", tuple(statements), questions)


def lane_part(found: LaneFound) -> Part:
    """The verdict of a case, or what the table says of the family."""
    if found.decision is not None:
        decided = found.decision
        statements = [say("lane_undecided", found.key, statement=sentence(decided.summary))]
        if decided.needs:
            statements.append(say("lane_needs", found.key, details=lowered(decided.needs[:4]), avoid=""))
        return Part("answer", tuple(statements))
    if not found.statement:
        return Part("nothing")
    verdict = found.family[0].upper() + found.family[1:]
    statements = [say("lane_is", found.key, verdict=verdict, statement=found.statement.rstrip("."))]
    if found.needs:
        statements.append(say("lane_needs", found.key, details=lowered(found.needs[:5]), avoid=found.avoid))
    return Part("caveat", tuple(statements))


def check_part(found: ClaimChecked) -> Part:
    """The problems of the claim, worst first."""
    if found.report is None:
        return Part("open", (say("no_case"),), (ask("no_case"),))
    worst = sorted(found.report.findings, key=lambda each: ("error", "warning", "note").index(each.severity))
    if not worst:
        return Part("answer", (say("claim_clean", found.key, count=found.report.checked),))
    statements = [
        say(
            "claim_problem",
            found.key,
            text=f"{each.severity.upper()} {each.where}: {sentence(each.message)} Fix: {sentence(each.fix)}",
        )
        for each in worst[:4]
    ]
    return Part("answer" if found.report.ok else "caveat", tuple(statements))


def draft_part(found: DraftMade) -> Part:
    """The draft's standing, or what one needs."""
    if found.needs:
        missing = list(found.needs)
        return Part("offer", (say("draft_needs", found.key, missing=missing),))
    slots = {"verdict": found.status.replace("_", " "), "details": lowered(found.to_get[:4])}
    return Part("draft", (say("draft_made", found.key, **slots),))


def remittance_part(found: RemittanceRead) -> Part:
    """Every amount taken off, with its first step."""
    if found.problem:
        return Part("nothing", (say("unreadable", found.key, reason=found.problem),))
    statements = [
        say(
            "paid_off",
            found.key,
            text=_taken_off(each),
        )
        for each in found.lines[:5]
    ]
    return Part("answer" if statements else "nothing", tuple(statements))


def _taken_off(line: RemittanceLine) -> str:
    """One line of a remittance in words."""
    codes = " ".join(line.codes)
    step = first_move(line.action)
    return f"{line.code or 'Claim'} {codes} {_off(line.amount)}: {line.meaning.rstrip('.')}. First step: {step}."


def _off(amount: Decimal | None) -> str:
    return f"${amount:,.2f}" if amount is not None else "(amount not readable)"


def redacted_part(found: TextRedacted) -> Part:
    """The text given back."""
    return Part("answer", (say("redacted", found.key, text=found.text),))


#: The part-maker of each kind of artifact that a table or a calculation made.
_MAKERS: dict[type[Artifact], Callable[[Any], Part]] = {
    CodeLookedUp: code_part,
    TeethLookedUp: teeth_part,
    DiagnosesFound: diagnoses_part,
    PairChecked: pair_part,
    Crosswalked: crosswalk_part,
    DenialDecoded: denial_part,
    DeadlineFound: deadline_part,
    FrequencyFound: frequency_part,
    EstimateMade: estimate_part,
    BenefitsCoordinated: cob_part,
    LaneFound: lane_part,
    ClaimChecked: check_part,
    DraftMade: draft_part,
    RemittanceRead: remittance_part,
    TextRedacted: redacted_part,
}


def table_part(artifact: Artifact) -> Part | None:
    """The part of an artifact that a table or a calculation made; ``None`` for searches and readings."""
    maker = _MAKERS.get(type(artifact))
    return maker(artifact) if maker else None
