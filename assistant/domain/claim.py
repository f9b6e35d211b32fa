"""A claim as a biller writes it: the flat shape of ``claim.json``.

Types here only fix the shape; whether a tooth exists or a code is in force is judged by
``assistant.rules``, so that one pass shows every problem of a claim.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, PlainSerializer, WithJsonSchema

from assistant.domain.base import Day, Frozen, Money, exact_money
from assistant.domain.codes import Lane, ToothSystem

Text = Annotated[str, Field(max_length=20_000)]
Word = Annotated[str, Field(max_length=200)]


def written_share(value: Any) -> Any:
    """A share of an amount as people write it: ``0.80``, ``80`` or ``80%``.

    Only the sign is read here; whether ``80`` or ``1`` is a percent is judged where it is
    used, so that the judgement can be shown.

    >>> written_share("80%")
    Decimal('0.80')
    """
    if isinstance(value, float):
        value = repr(value)
    if isinstance(value, str) and value.strip().endswith("%"):
        percent = exact_money(value.strip().removesuffix("%"))
        return percent.scaleb(-2)
    return exact_money(value)


#: Share of the allowed amount that a plan pays, 0 to 1.
Share = Annotated[
    Decimal,
    BeforeValidator(written_share),
    PlainSerializer(str, return_type=str, when_used="json"),
    WithJsonSchema({"type": "string", "pattern": r"^\d+(\.\d+)?%?$", "examples": ["0.80", "80%"]}),
]

CobMethod = Literal["standard", "non_duplication", "carve_out", "maintenance_of_benefits"]


class Patient(Frozen):
    """The patient, as far as the claim rules need one."""

    birth_date: Day | None = None
    relationship: Literal["self", "spouse", "child", "other"] | None = None
    sex: Literal["F", "M", "U"] | None = None


class Provider(Frozen):
    """A billing, rendering or referring provider."""

    npi: Word | None = None
    taxonomy: Word | None = None
    name: Word | None = None


class Accident(Frozen):
    """When and how an injury happened."""

    date: Day | None = None
    kind: Literal["auto", "employment", "other"] | None = None
    state: Word | None = None


class ServiceLine(Frozen):
    """One line of a claim. Units: ``fee`` in US dollars for all ``units`` together."""

    id: Word
    code: Word
    date_of_service: Day | None = None
    tooth: Word | None = None
    surfaces: Word | None = None
    area: Word | None = None
    modifiers: tuple[Word, ...] = ()
    units: Annotated[int, Field(strict=True)] = 1
    fee: Money | None = None
    diagnosis_pointers: tuple[Annotated[int, Field(strict=True)], ...] = ()
    prep_date: Day | None = None
    place_of_service: Word | None = None
    minutes: Annotated[int, Field(strict=True)] | None = None


class HistoryEntry(Frozen):
    """A service already done, on any claim of this patient."""

    code: Word
    date_of_service: Day
    tooth: Word | None = None
    surfaces: Word | None = None
    area: Word | None = None


class Attachment(Frozen):
    """Something that can be enclosed. ``kind`` is a free word that the tables normalise."""

    kind: Word
    date: Day | None = None
    tooth: Word | None = None
    file: Word | None = None


class Coverage(Frozen):
    """One plan of the patient as verified; ``order`` 1 is primary."""

    lane: Lane
    payer: Word
    plan: Word | None = None
    order: Annotated[int, Field(strict=True)] = 1
    kind: Word | None = None
    in_network: bool | None = None
    effective: Day | None = None
    terminated: Day | None = None
    benefit_year_start: Annotated[str, Field(pattern=r"^\d{2}-\d{2}$")] | None = None
    annual_maximum: Money | None = None
    maximum_used: Money | None = None
    lifetime_maximum: Money | None = None
    lifetime_used: Money | None = None
    deductible: Money | None = None
    deductible_met: Money | None = None
    family_deductible: Money | None = None
    family_deductible_met: Money | None = None
    deductible_waived: tuple[Word, ...] = ()
    percent: dict[Word, Share] = Field(default_factory=dict)
    allowed: dict[Word, Money] = Field(default_factory=dict)
    alternate_benefit: dict[Word, Word] = Field(default_factory=dict)
    waiting_periods: dict[Word, Annotated[int, Field(strict=True)]] = Field(default_factory=dict)
    missing_tooth_clause: bool | None = None
    cob: CobMethod | None = None


class Claim(Frozen):
    """A claim, a predetermination (no date of service) or a claim before submission.

    ``missing_teeth`` uses the claim's ``tooth_system``; ``diagnosis_pointers`` of a line
    are one-based positions in ``diagnoses``.
    """

    lane: Lane
    payer: Word | None = None
    plan: Word | None = None
    as_of: Day | None = None
    purpose: Literal["claim", "predetermination"] = "claim"
    patient: Patient | None = None
    billing_provider: Provider | None = None
    rendering_provider: Provider | None = None
    referring_provider: Provider | None = None
    tooth_system: ToothSystem | None = None
    place_of_service: Word | None = None
    accident: Accident | None = None
    missing_teeth: tuple[Word, ...] = ()
    prior_authorization: Word | None = None
    diagnoses: tuple[Word, ...] = ()
    lines: tuple[ServiceLine, ...] = ()
    history: tuple[HistoryEntry, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    narrative: Text | None = None
    total_fee: Money | None = None
    coverages: tuple[Coverage, ...] = ()

    @property
    def fees(self) -> Decimal:
        """Sum of the line fees that are stated, in US dollars."""
        return sum((line.fee for line in self.lines if line.fee is not None), Decimal(0))
