"""What a payer says of a patient's coverage (X12 271)."""

from __future__ import annotations

from typing import Literal

from assistant.domain.base import Frozen
from assistant.domain.records.parts import Dated, Party, Procedure, Reference, X12Record
from assistant.domain.records.written import Amount


class Delivery(Frozen):
    """An HSD segment: how much of a service in how long, such as 2 visits in 12 months."""

    quantity_qualifier: str | None = None
    quantity: str | None = None
    unit: str | None = None
    per: str | None = None
    period_qualifier: str | None = None
    periods: str | None = None
    meaning: str = ""


class Benefit(Frozen):
    """One EB segment with what follows it. ``percent`` is a share of 1, as the file writes it."""

    info: str
    service_types: tuple[str, ...] = ()
    plan: str | None = None
    coverage_level: str | None = None
    insurance_type: str | None = None
    time_period: str | None = None
    amount: Amount | None = None
    percent: Amount | None = None
    quantity_qualifier: str | None = None
    quantity: Amount | None = None
    authorization: str | None = None
    in_network: str | None = None
    procedure: Procedure | None = None
    deliveries: tuple[Delivery, ...] = ()
    messages: tuple[str, ...] = ()
    dates: tuple[Dated, ...] = ()
    references: tuple[Reference, ...] = ()
    parties: tuple[Party, ...] = ()
    place: tuple[str, ...] = ()
    meaning: str = ""


class RequestRejection(Frozen):
    """An AAA segment: the request could not be answered."""

    reason: str | None
    follow_up: str | None = None
    meaning: str | None = None
    level: str = ""


class Member(Frozen):
    """A patient of an eligibility answer.

    ``not_stated`` lists what a dental office needs and the answer does not hold; nothing may be
    concluded about those items.
    """

    payer: str | None
    member_id: str | None
    patient: str | None
    relationship: Literal["subscriber", "dependent"]
    trace: str | None = None
    plan_begin_346: str | None = None
    benefits: tuple[Benefit, ...] = ()
    dental_active: bool | None = None
    not_stated: tuple[str, ...] = ()
    rejections: tuple[RequestRejection, ...] = ()
    birth_date: str | None = None
    group: str | None = None
    payer_id: str | None = None
    provider: str | None = None
    details: Party | None = None
    subscriber: Party | None = None
    dates: tuple[Dated, ...] = ()
    references: tuple[Reference, ...] = ()


class EligibilityResponse(X12Record):
    """A 271 file. The flat keys are those of the first patient; ``members`` holds every one."""

    transaction: Literal["271"] = "271"
    payer: str | None = None
    member_id: str | None = None
    patient: str | None = None
    relationship: Literal["subscriber", "dependent"] | None = None
    trace: str | None = None
    plan_begin_346: str | None = None
    benefits: tuple[Benefit, ...] = ()
    dental_active: bool | None = None
    not_stated: tuple[str, ...] = ()
    members: tuple[Member, ...] = ()
    rejections: tuple[RequestRejection, ...] = ()
