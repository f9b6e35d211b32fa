"""From three conditions to one verdict, and back: what would have to change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from assistant.domain.lane import ConditionName, ConditionStatus, EconomicResult, Verdict
from assistant.tables.lanes import FamilyLane

_NAMES: dict[ConditionName, str] = {
    "clinical_story": "the test of the clinical story",
    "economics": "the test of the economics",
    "payer_rules": "the test of the plan's rules",
}


@dataclass(frozen=True, slots=True)
class Sides:
    """What is known of the two wallets and where the lines can go.

    ``dental_open``: no plan at all is on file, so a dental one may exist.
    """

    lane: FamilyLane | None
    medical_plan: bool
    dental_plan: bool
    dental_open: bool
    reaches_medical: bool
    reaches_dental: bool
    splits: bool


def verdict_of(conditions: Mapping[ConditionName, ConditionStatus], sides: Sides) -> Verdict:
    """The verdict.

    Dental cases stay dental. A medical claim goes first only when the story is told, it is
    worth its work and no plan rule speaks against it; where the plan decides about the
    whole kind of case, its rule must be known. What is weak goes to dental first; a
    service without a dental side is not billed until it is strong.
    """
    if sides.lane == "none":
        return "do_not_bill"
    if sides.lane == "dental" or not sides.reaches_medical:
        return "dental_only"
    dental = sides.dental_plan and sides.reaches_dental
    strong = conditions["clinical_story"] == "met" and conditions["payer_rules"] != "not_met"
    if sides.lane == "either":
        strong = strong and conditions["payer_rules"] == "met"
    worth = conditions["economics"]
    pays = worth == "met" or (worth == "unknown" and not dental)
    if not (strong and pays and sides.medical_plan):
        return "dental_first" if dental or (sides.dental_open and sides.reaches_dental) else "do_not_bill"
    if sides.dental_plan and (sides.splits or sides.lane in ("medical_then_dental", "medical_with_dental")):
        return "both_in_order"
    return "medical_first"


def summary_of(verdict: Verdict, sides: Sides, conditions: Mapping[ConditionName, ConditionStatus]) -> str:
    """The verdict in a sentence, and what it is provisional on where a condition is not known."""
    said = _said(verdict, sides)
    unknown = [_NAMES[name] for name, status in conditions.items() if status == "unknown"]
    if verdict not in ("medical_first", "both_in_order") or not unknown:
        return said
    return f"{said} Provisional: {' and '.join(unknown)} {'is' if len(unknown) == 1 else 'are'} still open."


def _said(verdict: Verdict, sides: Sides) -> str:
    if verdict == "both_in_order":
        if sides.lane == "medical_with_dental":
            return "Both in order: anesthesia and facility to the medical plan, the dentistry to the dental plan."
        return "Medical first, then dental: the dental plan after the medical plan's decision."
    if verdict == "medical_first":
        return "Medical first."
    if verdict == "dental_first":
        return "Dental first: a condition for the medical lane is weak or open."
    if verdict == "dental_only":
        return "Dental only."
    if sides.lane == "none":
        return "Do not bill this to a medical plan."
    return "Do not bill yet: there is no dental side, and a condition is weak or open."


def changes_of(
    conditions: Mapping[ConditionName, ConditionStatus], sides: Sides, economics: EconomicResult
) -> tuple[str, ...]:
    """For each condition, and for the plan on file, the verdict if it turned."""
    now = verdict_of(conditions, sides)
    changes = []
    turns: dict[ConditionStatus, ConditionStatus] = {"met": "not_met", "not_met": "met", "unknown": "met"}
    for name, status in conditions.items():
        turned = verdict_of({**conditions, name: turns[status]}, sides)
        if turned != now:
            words = "fails" if status == "met" else "is passed"
            extra = _economic_edge(economics) if name == "economics" else ""
            changes.append(f"If {_NAMES[name]} {words}{extra}: {turned.replace('_', ' ')}.")
    if not changes:
        all_met: dict[ConditionName, ConditionStatus] = dict.fromkeys(conditions, "met")
        best = verdict_of(all_met, sides)
        if best != now:
            open_ = [_NAMES[name] for name, status in conditions.items() if status != "met"]
            changes.append(f"If {' and '.join(open_)} are passed: {best.replace('_', ' ')}.")
    if not sides.medical_plan and sides.reaches_medical:
        changes.append("If a medical plan is on file: decide again.")
    return tuple(changes)


def _economic_edge(economics: EconomicResult) -> str:
    if economics.break_even_probability is not None:
        return f" (the edge is a chance of {economics.break_even_probability})"
    return f" (the edge is an allowed amount of {economics.break_even_allowed})"
