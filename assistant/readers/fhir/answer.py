"""``ClaimResponse`` and ``ExplanationOfBenefit``: what the payer decided, or why it could not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from assistant.domain.records.fhir import Adjudicated, FhirClaimResponse, FhirError, FhirExplanationOfBenefit, FhirLine
from assistant.domain.records.written import Number
from assistant.readers.fhir.items import adjudications, line
from assistant.readers.fhir.node import Node
from assistant.readers.fhir.shared import date_of, diagnoses_of, flag_currency, head
from assistant.readers.fhir.sums import flag_sums
from assistant.readers.notes import Spot


def claim_response(resource: Node, name: str) -> FhirClaimResponse:
    """The payer's answer to a claim."""
    return FhirClaimResponse(**_answer(resource, name), claim=resource.reference("request"))


def explanation_of_benefit(resource: Node, name: str) -> FhirExplanationOfBenefit:
    """The answer together with the claim it answers."""
    return FhirExplanationOfBenefit(
        **_answer(resource, name), claim=resource.reference("claim"), diagnoses=diagnoses_of(resource)
    )


def _answer(resource: Node, name: str) -> dict[str, Any]:
    spot = resource.spot
    items = [*resource.nodes("item"), *resource.nodes("addItem")]
    lines = tuple(line(one, spot.at(f"lines[{i}]")) for i, one in enumerate(items))
    totals = adjudications(resource, "total")
    payment = resource.node("payment")
    paid = payment.money("amount")
    outcome = resource.text("outcome")
    errors = errors_of(resource)
    flag_sums(lines, totals, paid.value, payment.money("adjustment").value, spot)
    flag_currency((paid.currency, *(one.currency for one in totals), *(one.currency for one in lines)), spot)
    flag_outcome(outcome, errors, spot)
    return {
        **head(resource, name),
        "use": resource.text("use"),
        "type": resource.coding("type").code,
        "outcome": outcome,
        "disposition": resource.text("disposition"),
        "lines": lines,
        "totals": totals,
        "total_submitted": _total(totals, "submitted"),
        "total_benefit": _total(totals, "benefit"),
        "payment": paid.value,
        "payment_date": date_of(payment, "date"),
        "errors": errors,
        "notes": tuple(text for one in resource.nodes("processNote") if (text := one.text("text"))),
        "preauth": resource.text("preAuthRef"),
        "denied": _denied(outcome, lines, totals),
    }


def errors_of(resource: Node) -> tuple[FhirError, ...]:
    """The errors of processing, by the item they concern."""
    return tuple(
        FhirError(
            item=one.whole("itemSequence"),
            detail=one.whole("detailSequence"),
            subdetail=one.whole("subDetailSequence"),
            code=one.coding("code").code,
            text=one.coding("code").display,
        )
        for one in resource.nodes("error")
    )


def flag_outcome(outcome: str | None, errors: Sequence[FhirError], spot: Spot) -> None:
    """Warn where the answer is no decision: an error, a wait, a part."""
    if outcome == "error" or (errors and outcome != "complete"):
        codes = ", ".join(one.code or "without code" for one in errors) or "none named"
        spot.at("outcome").warn(
            "processing_error_not_denial",
            f"processing failed (errors: {codes}); this is no denial and decides nothing: correct and send again",
        )
    elif outcome in ("queued", "partial"):
        spot.at("outcome").warn("not_final", f"the outcome is {outcome}: the decision is not complete")
    elif outcome is None:
        spot.at("outcome").warn("missing_outcome", "the answer states no outcome")


def _total(totals: Sequence[Adjudicated], category: str) -> Number | None:
    return next((one.amount for one in totals if one.category == category), None)


def _denied(outcome: str | None, lines: Sequence[FhirLine], totals: Sequence[Adjudicated]) -> bool | None:
    """Whether a complete answer grants nothing; ``None`` when nothing was decided or stated."""
    if outcome != "complete":
        return None
    granted = [
        one.amount
        for entries in (totals, *(one.adjudications for one in lines))
        for one in entries
        if one.category == "benefit"
    ]
    known = [amount for amount in granted if amount is not None]
    return all(amount == 0 for amount in known) if known else None
