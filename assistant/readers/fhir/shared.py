"""What every resource of the money side holds, and the doubts that come with it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from assistant.domain.records.written import Number, calendar_day
from assistant.readers.fhir.node import Coding, Node
from assistant.readers.notes import Spot, shown

_PROCEDURE = re.compile(r"D[0-9]{4}|[A-Z]?[0-9]{5}|[A-Z][0-9]{4}|[0-9]{4}[A-Z]")
_DIAGNOSIS = re.compile(r"[A-TV-Z][0-9][0-9A-Z](\.?[0-9A-Z]{1,4})?")

#: Code systems that FHIR keeps for its examples only.
_EXAMPLE_SYSTEM = re.compile(r"/(ex-|sid/ex-)")


def head(resource: Node, name: str) -> dict[str, Any]:
    """The keys that all records share."""
    return {
        "file": name,
        "id": resource.text("id"),
        "status": resource.text("status"),
        "identifiers": tuple(value for one in resource.nodes("identifier") if (value := one.text("value"))),
        "patient": resource.reference("patient"),
        "insurer": resource.reference("insurer"),
        "provider": resource.reference("provider") or resource.reference("requestor"),
        "created": date_of(resource, "created"),
    }


def date_of(node: Node, key: str) -> str | None:
    """A date as written; one that does not exist is kept and flagged. A year or month alone is allowed."""
    text = node.text(key)
    if text is not None and not re.fullmatch(r"[0-9]{4}(-(0[1-9]|1[0-2]))?", text) and calendar_day(text[:10]) is None:
        node.spot.at(key).warn("bad_date", f"holds {shown(text)}, which is not a date")
    return text


def served(node: Node) -> tuple[str | None, str | None]:
    """First and last day of a service."""
    period = node.node("servicedPeriod")
    start = date_of(node, "servicedDate") or date_of(period, "start")
    return start, date_of(period, "end")


def flag_procedure(found: Coding, spot: Spot) -> None:
    """Warn of a code that is no CDT, CPT or HCPCS code."""
    if found.code is None:
        spot.at("code").warn("missing_procedure", "the item names no procedure")
    elif not _PROCEDURE.fullmatch(found.code) or _EXAMPLE_SYSTEM.search(found.system or ""):
        spot.at("code").warn(
            "placeholder_code", f"{shown(found.code)} is a placeholder: it has not the form of a CDT, CPT or HCPCS code"
        )


def diagnoses_of(resource: Node) -> tuple[str, ...]:
    """The diagnosis codes in order; a code that is no ICD-10-CM code is kept and flagged."""
    codes = []
    for one in resource.nodes("diagnosis"):
        found = one.coding("diagnosisCodeableConcept")
        code = found.code or one.reference("diagnosisReference")
        if code is None:
            one.spot.warn("missing_diagnosis", "the entry names no diagnosis")
            continue
        if found.code is not None and not _DIAGNOSIS.fullmatch(found.code):
            one.spot.warn(
                "placeholder_code", f"{shown(code)} is a placeholder: it has not the form of an ICD-10-CM code"
            )
        codes.append(code)
    return tuple(codes)


def flag_currency(currencies: Iterable[str | None], spot: Spot) -> None:
    """Warn of amounts that are not US dollars, once per currency."""
    for currency in dict.fromkeys(one for one in currencies if one and one != "USD"):
        spot.warn("currency", f"amounts are in {currency}, not in US dollars")


def sum_of(values: Iterable[Number | None]) -> Decimal | None:
    """The sum, or ``None`` when there is nothing to add or a part is unknown."""
    known = list(values)
    if not known or any(value is None for value in known):
        return None
    return sum((value for value in known if value is not None), Decimal(0))


def coverages_of(resource: Node) -> tuple[str, ...]:
    """The coverages that the insurance entries point at."""
    return tuple(found for one in resource.nodes("insurance") if (found := one.reference("coverage")))
