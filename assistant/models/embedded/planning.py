"""Which tools a question calls for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.domain.artifacts import Artifact, Found
from assistant.models.embedded.understanding import Understood
from assistant.tables.procedures import label

_MOST_CODES = 3
_MOST_CALLS = 6
_LONGEST_QUERY = 1200
#: Where one message asks for two things.
_CLAUSES = re.compile(
    r"\?+\s*|;\s*|\n+|[,.]?\s+(?:and|plus|also)\s+(?=(?:what|when|how|do|does|is|can|which|who|will|should)\b)",
    re.IGNORECASE,
)
_FEWEST_WORDS = 3
_EVENTS = (
    (
        "claim_filing",
        re.compile(
            r"\btimely|\bfiling (?:limit|date)|\bto file\b|\bfile (?:a |the )?claim|\bsubmit (?:a |the )?claim", re.I
        ),
    ),
    ("external_review", re.compile(r"\bexternal review|\bindependent review", re.I)),
)
_LEVEL = re.compile(
    r"\b(?:(second|2nd|level (?:2|two))|(first|1st|level (?:1|one))|(third|3rd|level (?:3|three)))\b", re.I
)
#: What somebody said about how often: a claim to test against the payer's limit.
_CLAIMED = re.compile(
    r"\b(?:told|said|says|swears?|claims)\b[^?]{0,60}\b(?:unlimited|no limit|limit|times|twice|once|per)\b", re.I
)
_RECEIVED = re.compile(r"\b(?:received|got (?:it|the letter|this)|arrived|came in)\b", re.I)


@dataclass(frozen=True)
class Plan:
    """A tool call that the model proposes."""

    tool: str
    args: dict[str, Any]


def wanted(understood: Understood, classify: Callable[[str], str]) -> tuple[str, ...]:
    """The intents of a message in the order asked; a message that goes on keeps the intent of its subject."""
    if understood.goes_on:
        counted = {"fee", "allowed"} & set(understood.amounts) and understood.percents
        return ("estimate",) if counted else (classify(understood.query),)
    parts = [part.strip() for part in _CLAUSES.split(understood.plain) if len(part.split()) >= _FEWEST_WORDS]
    whole = classify(understood.plain)
    if len(parts) < 2 or whole in ("redact", "remittance", "estimate"):
        return (whole,)
    named = dict.fromkeys(classify(part) for part in parts[:4])
    named.pop("smalltalk", None)
    return tuple(named) or (whole,)


def plan(understood: Understood, names: tuple[str, ...]) -> tuple[Plan, ...]:
    """The calls for the intents, each once; where no special tool fits the documents are searched."""
    calls: list[Plan] = []
    if understood.codes and _CLAIMED.search(understood.plain) and "frequency" not in names:
        names = ("frequency", *names)
    for name in names:
        for call in _PLANNERS.get(name, _search)(understood):
            if call not in calls:
                calls.append(call)
    return tuple(calls[:_MOST_CALLS]) or tuple(_search(understood))


def second_search(understood: Understood, artifacts: Sequence[Artifact]) -> tuple[Plan, ...]:
    """One more search, by code and label, where the words found nothing of a payer whose documents are held."""
    searches = [each for each in artifacts if isinstance(each, Found)]
    if len(searches) != 1 or len(artifacts) != 1 or not understood.codes:
        return ()
    found = searches[0]
    if found.supported or found.choices or not found.payer or not found.payer_known:
        return ()
    code = understood.codes[0]
    name = label(code)
    return (Plan("search_policies", {"query": f"{name} {code} coverage {understood.plain}"[:_LONGEST_QUERY]}),)


def _search(understood: Understood) -> Iterator[Plan]:
    query = understood.query[:_LONGEST_QUERY]
    if len(understood.payers) > 1:
        for payer in understood.payers[:3]:
            yield Plan("search_policies", {"query": query, "payer": payer})
    else:
        yield Plan("search_policies", {"query": query})


def _frequency(understood: Understood) -> Iterator[Plan]:
    days = sorted(day.isoformat() for day in understood.dates)
    for code in understood.codes[:_MOST_CODES]:
        for payer in understood.payers[:3] or (None,):
            args: dict[str, Any] = {"code": code}
            if days:
                args["done"] = days
            yield Plan("frequency", args | ({"payer": payer} if payer else {}))
    yield from _search(understood)


def _deadline(understood: Understood) -> Iterator[Plan]:
    event = next((name for name, pattern in _EVENTS if pattern.search(understood.query)), "appeal")
    args: dict[str, Any] = {"event": event}
    level = _LEVEL.search(understood.query)
    if event == "appeal":
        args["level"] = 2 if level and level[1] else 3 if level and level[3] else 1
    if understood.plan_type:
        args["plan_type"] = understood.plan_type
    days = sorted(understood.dates)
    if days and event == "claim_filing":
        args["service_date"] = days[0].isoformat()
    elif days:
        key = "received" if len(days) == 1 and _RECEIVED.search(understood.plain) else "letter_date"
        args[key] = days[0].isoformat()
        if len(days) > 1:
            args["received"] = days[1].isoformat()
    yield Plan("deadline", args)
    yield from _search(understood)


def _denial(understood: Understood) -> Iterator[Plan]:
    words = understood.written[:4000]
    yield Plan("decode_denial", {"codes": list(understood.reasons)} | ({} if understood.reasons else {"words": words}))
    if understood.payer or not understood.reasons:
        yield from _search(understood)


def _code(understood: Understood) -> Iterator[Plan]:
    for code in (*understood.codes, *understood.diagnoses, *understood.reasons)[:_MOST_CODES]:
        yield Plan("look_up_code", {"code": code})
    if understood.named_by_words or not (understood.codes or understood.diagnoses or understood.reasons):
        yield from _search(understood)


def _crosswalk(understood: Understood) -> Iterator[Plan]:
    for code in understood.codes[:_MOST_CODES]:
        yield Plan("crosswalk", {"code": code})
    if not understood.codes:
        for code in understood.diagnoses[:_MOST_CODES]:
            yield Plan("look_up_code", {"code": code})
        yield from _search(understood)


def _criteria(understood: Understood) -> Iterator[Plan]:
    for code in understood.codes[:1] or ("",):  # a case at hand names its own
        yield Plan("criteria", {"code": code})
    yield from _search(understood)


def _estimate(understood: Understood) -> Iterator[Plan]:
    args: dict[str, Any] = {name: str(value) for name, value in understood.amounts.items() if name != "primary_paid"}
    if understood.loose_amounts and not {"fee", "allowed"} & set(args):
        args["fee"] = str(understood.loose_amounts[0])
    if understood.percents:
        args["percent"] = str(understood.percents[0])
    yield Plan("estimate", args)
    if not args:
        yield from _search(understood)


def _cob(understood: Understood) -> Iterator[Plan]:
    args: dict[str, Any] = {}
    text = understood.query.lower()
    if re.search(r"birthday|both parents|\bmom|\bdad\b|mother|father|divorced|custody|\bchild|\bkid", text):
        args["relation"] = "birthday"
        if len(understood.dates) > 1:
            args |= {
                "first_birthday": understood.dates[0].isoformat(),
                "second_birthday": understood.dates[1].isoformat(),
            }
        if re.search(r"married|together", text):
            args["parents_together"] = True
        if re.search(r"divorced|separated", text):
            args["parents_together"] = False
    elif "medicaid" in text:
        args["relation"] = "medicaid"
    elif "medicare" in text:
        args["relation"] = "medicare"
    elif re.search(r"spouse|husband|wife|wifes", text):
        args["relation"] = "own_or_spouse"
    elif "medical" in text and "dental" in text:
        args["relation"] = "medical_dental"
    paid = understood.amounts.get("primary_paid")
    allowable = understood.amounts.get("allowed", understood.amounts.get("fee"))
    args |= {"primary_paid": str(paid)} if paid is not None else {}
    args |= {"allowable": str(allowable)} if allowable is not None else {}
    args |= {"second_percent": str(understood.percents[0])} if understood.percents else {}
    if args:
        yield Plan("coordinate_benefits", args)
    yield from _search(understood)


def _lane(understood: Understood) -> Iterator[Plan]:
    diagnosis = understood.diagnoses[0] if understood.diagnoses else ""
    if understood.family or diagnosis:
        yield Plan("lane", {"family": understood.family or "", "diagnosis": diagnosis})
    yield from _search(understood)


def _simply(tool: str) -> Callable[[Understood], Iterator[Plan]]:
    def one(_: Understood) -> Iterator[Plan]:
        yield Plan(tool, {})

    return one


_PLANNERS: dict[str, Callable[[Understood], Iterator[Plan]]] = {
    "coverage": _search,
    "frequency": _frequency,
    "deadline": _deadline,
    "denial": _denial,
    "code": _code,
    "crosswalk": _crosswalk,
    "criteria": _criteria,
    "estimate": _estimate,
    "cob": _cob,
    "lane": _lane,
    "draft": _simply("draft_appeal"),
    "check": _simply("check_claim"),
    "redact": _simply("redact"),
    "remittance": _simply("read_remittance"),
}
