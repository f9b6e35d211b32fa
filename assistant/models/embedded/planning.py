"""Which tools a question calls for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.domain.artifacts import Artifact, EstimateMade, Found
from assistant.models.embedded.shares import share_of
from assistant.models.embedded.tooth_words import teeth_asked
from assistant.models.embedded.understanding import Understood
from assistant.recognise.subjects import subjects, usual_classes
from assistant.tables.procedures import label

#: How the estimate names the percentage that it lacks.
SHARE = "the plan's percentage"
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
#: Two procedures of one visit.
_TOGETHER = re.compile(
    r"\bsame (?:day|date|visit|appointment|time)\b|\b(?:bill|do|done|billed|paid|charge)\b[^?]*\b(?:together|with)\b"
    r"|\btogether\b|\balong with\b",
    re.I,
)
#: A question for what a code is told about by the payer, beyond what the code is.
_OF_PAYER = re.compile(
    r"\bsend\b|\battach\w*|\bdocument\w*|\brequire\w*|\bneeds?\b|\bwants?\b|\bcover\w*|\bpays?\b|\bpaid\b"
    r"|\blimits?\b|\bsubmit\w*|\binclude\b|\ballow\w*",
    re.I,
)
#: A question for the papers that go with a claim.
_PAPERS = re.compile(r"\b(?:send|attach\w*|submit|include|docs?|document\w*|x-?rays?|papers?|narrative)\b", re.I)
_DIAGNOSIS = re.compile(
    r"\bicd\b|\bicd-?10|\b(?:diagnosis|dx)\b[^?]{0,20}\bcodes?\b|\bcodes?\b[^?]{0,20}\bdiagnosis\b", re.I
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
    if len(understood.codes) > 1 and _TOGETHER.search(understood.plain):
        names = ("pair", *(name for name in names if name not in ("code", "check", "frequency")))
    for name in names:
        for call in _PLANNERS.get(name, _search)(understood):
            if call not in calls:
                calls.append(call)
    return tuple(calls[:_MOST_CALLS]) or tuple(_search(understood))


def second_search(understood: Understood, artifacts: Sequence[Artifact]) -> tuple[Plan, ...]:
    """One more round: for the share that a plan pays, where an estimate lacks it; else by code and label.

    The words of a question may find nothing of a payer whose documents are held although its code does.
    """
    if lacking := _lacking_share(artifacts):
        return _for_share(understood, lacking, artifacts)
    searches = [each for each in artifacts if isinstance(each, Found)]
    if len(searches) != 1 or len(artifacts) != 1 or not understood.codes:
        return ()
    found = searches[0]
    if found.payer and found.payer_known is False and _PAPERS.search(understood.plain):
        return tuple(Plan("look_up_code", {"code": code}) for code in understood.codes[:1])
    if found.supported or found.choices or not found.payer or not found.payer_known:
        return ()
    code = understood.codes[0]
    name = label(code)
    return (Plan("search_policies", {"query": f"{name} {code} coverage {understood.plain}"[:_LONGEST_QUERY]}),)


def _lacking_share(artifacts: Sequence[Artifact]) -> EstimateMade | None:
    """The last estimate, where nothing but the plan's percentage is missing."""
    made = [each for each in artifacts if isinstance(each, EstimateMade)]
    return made[-1] if made and made[-1].missing == (SHARE,) else None


def _for_share(understood: Understood, made: EstimateMade, artifacts: Sequence[Artifact]) -> tuple[Plan, ...]:
    """A search for the share of the procedure's class, or the estimate with the share that a search found."""
    searches = [each for each in artifacts if isinstance(each, Found) and each.payer and each.payer_known]
    benefit_class = next((usual_classes()[name] for name in subjects(understood.query) if name in usual_classes()), "")
    if not understood.payer or not benefit_class:
        return ()
    if not searches:
        query = f"{benefit_class} services percent in network, deductible and annual maximum"
        return (Plan("search_policies", {"query": query}),)
    share = share_of(benefit_class, searches[-1])
    return (Plan("estimate", {**made.given, "percent": str(share[2])}),) if share else ()


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


def _pair(understood: Understood) -> Iterator[Plan]:
    first, second = understood.codes[:2]
    yield Plan("look_up_pair", {"first": first, "second": second})
    yield from _search(understood)


def _tooth(understood: Understood) -> Iterator[Plan]:
    asked = teeth_asked(understood.written)
    yield Plan("look_up_tooth", asked) if asked else next(_search(understood))


def _code(understood: Understood) -> Iterator[Plan]:
    if understood.payer and understood.codes and _OF_PAYER.search(understood.plain):
        yield from _search(understood)  # the payer's own row comes before our table
    for code in (*understood.codes, *understood.diagnoses, *understood.reasons)[:_MOST_CODES]:
        yield Plan("look_up_code", {"code": code})
    if understood.named_by_words or not (understood.codes or understood.diagnoses or understood.reasons):
        yield from _search(understood)


def _crosswalk(understood: Understood) -> Iterator[Plan]:
    for code in understood.codes[:_MOST_CODES]:
        yield Plan("crosswalk", {"code": code})
    if _DIAGNOSIS.search(understood.plain) and not understood.diagnoses:
        yield Plan("look_up_diagnosis", {"words": understood.plain[:_LONGEST_QUERY]})
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
    else:
        for code in understood.codes[:1]:
            yield Plan("crosswalk", {"code": code})
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
    "pair": _pair,
    "tooth": _tooth,
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
