"""``CoverageEligibilityResponse``: what a payer states of a coverage, and what it leaves unsaid."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from assistant.domain.records.fhir import FhirAllowance, FhirBenefit, FhirEligibility
from assistant.domain.records.written import Number
from assistant.readers.fhir.answer import errors_of, flag_outcome
from assistant.readers.fhir.node import Node
from assistant.readers.fhir.shared import coverages_of, date_of, flag_currency, head
from assistant.readers.notes import Spot
from assistant.readers.x12.dental import DENTAL

#: Benefit types that have a key of their own.
_KEYS = {
    "benefit": "benefit",
    "copay": "copay",
    "copay-maximum": "copay_max",
    "copay-percent": "copay_percent",
    "deductible": "deductible",
    "visit": "visits",
    "room": "room",
}
_USED = {"benefit": "benefit_used", "deductible": "deductible_used"}

#: Category of FHIR's example list for a whole dental plan, beside the X12 service types.
_DENTAL_PLAN = "F3"


def eligibility(resource: Node, name: str) -> FhirEligibility:
    """The coverage as stated."""
    spot = resource.spot
    insurances = resource.nodes("insurance")
    benefits = tuple(_benefits(insurances))
    errors = errors_of(resource)
    flag_outcome(resource.text("outcome"), errors, spot)
    flag_currency((one.currency for one in benefits), spot)
    absent = _not_stated(benefits)
    if absent:
        spot.at("not_stated").warn("not_stated", f"not stated for dental care: {', '.join(absent)}; ask the payer")
    return FhirEligibility(
        **head(resource, name),
        purpose=resource.texts("purpose"),
        outcome=resource.text("outcome"),
        disposition=resource.text("disposition"),
        serviced=date_of(resource, "servicedDate") or date_of(resource.node("servicedPeriod"), "start"),
        inforce=_in_force(insurances, spot),
        coverages=coverages_of(resource),
        benefits=benefits,
        errors=errors,
        not_stated=absent,
    )


def _in_force(insurances: Sequence[Node], spot: Spot) -> bool | None:
    """Whether the first coverage is in force; several that differ are flagged."""
    stated = [one.flag("inforce") for one in insurances]
    if len(set(stated)) > 1:
        spot.at("inforce").warn(
            "several_coverages", "the coverages differ in being in force; the key is that of the first"
        )
    return stated[0] if stated else None


def _benefits(insurances: Sequence[Node]) -> list[FhirBenefit]:
    return [_benefit(item, number) for number, one in enumerate(insurances) for item in one.nodes("item")]


def _benefit(item: Node, insurance: int) -> FhirBenefit:
    category, keys = item.coding("category"), _amounts(item)
    return FhirBenefit(
        category=category.code,
        display=category.display,
        code=item.coding("productOrService").code,
        name=item.text("name"),
        excluded=item.flag("excluded"),
        network=item.coding("network").code,
        unit=item.coding("unit").code,
        term=item.coding("term").code,
        authorization_required=item.flag("authorizationRequired"),
        insurance=insurance,
        **keys,
    )


def _amounts(item: Node) -> dict[str, Any]:
    """What is allowed and used, under the key of its type; a second of one type goes to ``other``."""
    keys: dict[str, Any] = {}
    other: list[FhirAllowance] = []
    for one in item.nodes("benefit"):
        kind = one.coding("type").code
        allowed, used = _stated(one, "allowed"), _stated(one, "used")
        currency = one.money("allowedMoney").currency or one.money("usedMoney").currency
        if currency:
            keys.setdefault("currency", currency)
        key = _KEYS.get(kind or "")
        fits = isinstance(allowed, str) if key == "room" else allowed is None or isinstance(allowed, Number)
        if key is None or key in keys or not fits or (used is not None and kind not in _USED):
            other.append(FhirAllowance(type=kind, allowed=allowed, used=used))
            continue
        keys[key] = allowed
        if used is not None and isinstance(used, Number):
            keys[_USED[kind or ""]] = used
        elif used is not None:
            other.append(FhirAllowance(type=kind, used=used))
    return {**keys, "other": tuple(other)}


def _stated(node: Node, stem: str) -> Number | str | None:
    """The value of ``allowed[x]`` or ``used[x]``, whichever form it has."""
    money = node.money(f"{stem}Money").value
    if money is not None:
        return money
    number = node.number(f"{stem}UnsignedInt")
    return number if number is not None else node.text(f"{stem}String")


def _is_dental(one: FhirBenefit) -> bool:
    return one.category in DENTAL or one.category == _DENTAL_PLAN or (one.code or "").startswith("D")


def _not_stated(benefits: Sequence[FhirBenefit]) -> tuple[str, ...]:
    """The items a dental office needs that no entry holds."""
    dental = [one for one in benefits if _is_dental(one)]
    stated = {
        "dental care (category 35)": any(one.category in DENTAL for one in benefits),
        "annual maximum": any(one.benefit is not None and one.term == "annual" for one in dental),
        "amount already used": any(one.benefit_used is not None for one in dental),
        "deductible": any(one.deductible is not None for one in dental),
        "coinsurance or co-payment": any(one.copay is not None or one.copay_percent is not None for one in dental),
        "frequency limits": any(one.visits is not None for one in dental),
        "age limits": False,
        "waiting periods": False,
        "missing tooth clause": False,
        "alternate benefit or downgrade": False,
        "orthodontic lifetime maximum": any(one.category == "38" and one.benefit is not None for one in benefits),
    }
    return tuple(item for item, found in stated.items() if not found)
