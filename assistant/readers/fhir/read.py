"""A FHIR resource, a bundle or a list of resources to records."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from assistant.domain.errors import BadInput
from assistant.domain.records import FhirRecords, SeveralRecords
from assistant.readers.fhir.answer import claim_response, explanation_of_benefit
from assistant.readers.fhir.claim import claim
from assistant.readers.fhir.eligibility import eligibility
from assistant.readers.fhir.node import Node
from assistant.readers.fhir.parse import parse_json
from assistant.readers.notes import Notes, Spot

_READERS: dict[str, Callable[[Node, str], FhirRecords]] = {
    "Claim": claim,
    "ClaimResponse": claim_response,
    "ExplanationOfBenefit": explanation_of_benefit,
    "CoverageEligibilityResponse": eligibility,
}

_FIX = f"give one of {', '.join(_READERS)} (FHIR R4), or a Bundle of them"


def read_fhir(text: str, name: str = "") -> FhirRecords | SeveralRecords:
    """The record of a resource; a Bundle or list of several gives each one.

    ``BadInput`` when the JSON breaks or holds no supported resource.
    """
    value = parse_json(text)
    notes = Notes()
    listed = [(str(one.get("resourceType"))[:60], one) for one in _resources(value)]
    found = [(kind, one) for kind, one in listed if kind in _READERS]
    skipped = [kind for kind, _ in listed if kind not in _READERS]
    if not found:
        kind = skipped[0] if skipped else "no resource"
        raise BadInput(f"the JSON holds {kind!r}, which is not read", where="resourceType", fix=_FIX)
    for kind in dict.fromkeys(skipped):
        notes.add("unsupported_resource", "file", f"{skipped.count(kind)} of kind {kind!r} are not read")
    records = tuple(_record(kind, one, name) for kind, one in found)
    if len(records) == 1 and not notes.items:
        return records[0]
    return SeveralRecords(file=name, records=records, warnings=notes.warnings())


def _resources(value: Any) -> list[dict[str, Any]]:
    """The resources of a value: itself, the members of a list, the entries of a Bundle."""
    if isinstance(value, list):
        return [one for one in value if isinstance(one, dict)]
    if not isinstance(value, dict):
        return []
    if value.get("resourceType") != "Bundle":
        return [value]
    entries = value.get("entry")
    listed = entries if isinstance(entries, list) else []
    return [one["resource"] for one in listed if isinstance(one, dict) and isinstance(one.get("resource"), dict)]


def _record(kind: str, resource: dict[str, Any], name: str) -> FhirRecords:
    notes = Notes()
    record = _READERS[kind](Node(resource, Spot(notes)), name)
    return record.model_copy(update={"warnings": notes.warnings()})
