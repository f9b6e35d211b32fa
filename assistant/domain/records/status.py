"""Where a claim stands: X12 277 answers and 277CA acknowledgments."""

from __future__ import annotations

from typing import Literal

from assistant.domain.base import Frozen
from assistant.domain.records.parts import Dated, Party, Procedure, Qualified, Recovered, Reference, X12Record
from assistant.domain.records.written import Amount


class StatusCode(Frozen):
    """One STC composite as written, its parts and our own words for them."""

    status: str
    category: str | None = None
    code: str | None = None
    entity: str | None = None
    meaning: str | None = None
    date: str | None = None
    action: str | None = None
    charge: Amount | None = None
    paid: Amount | None = None
    payment_date: str | None = None
    check_number: str | None = None
    text: str | None = None


class StatusLine(Procedure):
    """A service line of a status answer."""

    charge: Amount | None
    paid: Amount | None
    status: str | None = None
    meaning: str | None = None
    date: str | None = None
    units: str | None = None
    revenue_code: str | None = None
    control_number: str | None = None
    statuses: tuple[StatusCode, ...] = ()
    references: tuple[Reference, ...] = ()
    recovered: Recovered | None = None


class ClaimStatus(Frozen):
    """A claim by its trace number. ``accepted`` is ``None`` where the codes do not say.

    ``patient`` is last name before first name, as the file has them.
    """

    trace: str | None
    patient: str | None
    status: str | None = None
    meaning: str | None = None
    date: str | None = None
    charge: Amount | None = None
    paid: Amount | None = None
    payer_claim_no: str | None = None
    accepted: bool | None = None
    action: str | None = None
    lines: tuple[StatusLine, ...] = ()
    statuses: tuple[StatusCode, ...] = ()
    service_from: str | None = None
    service_to: str | None = None
    member_id: str | None = None
    payer: str | None = None
    provider: str | None = None
    provider_npi: str | None = None
    subscriber: str | None = None
    dates: tuple[Dated, ...] = ()
    references: tuple[Reference, ...] = ()


class BatchStatus(Frozen):
    """What was said of a whole batch (source, receiver or provider level of a 277CA)."""

    level: str
    name: str | None
    trace: str | None = None
    status: str | None = None
    meaning: str | None = None
    action: str | None = None
    charge: Amount | None = None
    statuses: tuple[StatusCode, ...] = ()
    quantities: tuple[Qualified, ...] = ()
    amounts: tuple[Qualified, ...] = ()
    dates: tuple[Dated, ...] = ()
    references: tuple[Reference, ...] = ()


class ClaimStatuses(X12Record):
    """A 277 or 277CA file."""

    transaction: Literal["277", "277CA"]
    claims: tuple[ClaimStatus, ...] = ()
    batches: tuple[BatchStatus, ...] = ()
    parties: tuple[Party, ...] = ()
