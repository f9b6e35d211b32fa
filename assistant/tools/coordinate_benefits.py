"""Which plan pays first, and what a second plan pays after it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal

from langchain_core.tools import BaseTool

from assistant.benefits.coordination import METHODS, coordinate
from assistant.benefits.order import order_of_benefits
from assistant.domain.artifacts import BenefitsCoordinated
from assistant.domain.order import FamilyFacts, Holder, PlanFacts, PlanSource
from assistant.tools.context import Turn
from assistant.tools.made import made

Rule = Literal["birthday", "own_or_spouse", "medicaid", "medicare", "medical_dental"]


def coordinate_benefits(_turn: Turn) -> BaseTool:
    """The coordination tool; its rules are the same on every turn."""

    @made("coordinate_benefits")
    def run(
        relation: Rule | None = None,
        first_birthday: date | None = None,
        second_birthday: date | None = None,
        parents_together: bool | None = None,
        employer_size: int | None = None,
        allowable: Decimal | None = None,
        primary_paid: Decimal | None = None,
        second_percent: Decimal | None = None,
    ) -> tuple[str, BenefitsCoordinated]:
        """Tell which of two plans pays first, or what the second pays after the first, in US dollars.

        `relation` says what tells the plans apart: a child of two parents (birthday), the patient's own plan and the
        spouse's, Medicaid or Medicare with another plan, medical with dental. Only month and day of a birthday count.
        """
        found = BenefitsCoordinated(key="cob:order", basis="order-of-benefits table")
        if relation is not None:
            plans, family = _plans(relation, first_birthday, second_birthday, parents_together, employer_size)
            found = found.model_copy(update={"order": order_of_benefits(plans, family)})
        amounts = {"allowable": allowable, "primary_paid": primary_paid, "second_percent": second_percent}
        given = {name: str(value) for name, value in amounts.items() if value is not None}
        if allowable is not None and primary_paid is not None and second_percent is not None:
            each = tuple(
                coordinate(method, allowable=allowable, earlier_paid=primary_paid, share=second_percent / 100)
                for method in METHODS
            )
            found = found.model_copy(update={"amounts": each, "given": given})
        elif given:
            missing = tuple(name.replace("_", " ") for name, value in amounts.items() if value is None)
            found = found.model_copy(update={"given": given, "missing": missing})
        return found.model_dump_json(exclude_defaults=True), found

    return run


def _plans(
    relation: Rule,
    first_birthday: date | None,
    second_birthday: date | None,
    together: bool | None,
    employer_size: int | None,
) -> tuple[list[PlanFacts], FamilyFacts]:
    def plan(name: str, holder: Holder = "self", source: PlanSource = "active") -> PlanFacts:
        return PlanFacts(name=name, holder=holder, source=source)

    family = FamilyFacts(parents_together=together)
    match relation:
        case "birthday":
            one = plan("the first parent's plan", "first_parent")
            two = plan("the second parent's plan", "second_parent")
            return [
                one.model_copy(update={"holder_birthday": first_birthday}),
                two.model_copy(update={"holder_birthday": second_birthday}),
            ], family
        case "own_or_spouse":
            return [plan("the patient's own plan"), plan("the spouse's plan", "spouse")], family
        case "medicaid":
            return [plan("the other plan"), plan("Medicaid", source="medicaid")], family
        case "medicare":
            size = {"employer_size": employer_size}
            return [plan("the employer's plan").model_copy(update=size), plan("Medicare", source="medicare")], family
        case "medical_dental":
            dental = plan("the dental plan").model_copy(update={"lane": "dental"})
            return [plan("the medical plan").model_copy(update={"lane": "medical"}), dental], family
