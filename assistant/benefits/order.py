"""The order of benefits: which plan pays first, rule by rule, and what to ask when none decides."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.domain.order import BenefitOrder, FamilyFacts, PlanFacts
from assistant.tables.benefit_order import order_rules

_PARENTS = ("first_parent", "second_parent", "step_first", "step_second")
_LARGE, _LARGE_FOR_DISABILITY = 20, 100


@dataclass(frozen=True, slots=True)
class _Verdict:
    """Who of two goes first, by which rule; ``ask`` when the rule applies and a fact is missing."""

    first: PlanFacts | None
    rule: str
    ask: str = ""


Rule = Callable[[PlanFacts, PlanFacts, FamilyFacts], _Verdict | None]


def order_of_benefits(plans: Sequence[PlanFacts], family: FamilyFacts | None = None) -> BenefitOrder:
    """Plans in paying order; the first rule that tells two plans apart decides between them.

    An individual policy does not coordinate and stands beside the group plans. Where a
    rule applies and its fact is missing, nothing is guessed: ``ask`` names the fact.
    """
    family = family or FamilyFacts()
    group = [plan for plan in plans if plan.source != "individual"]
    beside = [plan for plan in plans if plan.source == "individual"]
    if not group:
        group, beside = beside, []
    wins: dict[str, int] = {plan.name: 0 for plan in group}
    rules: dict[str, None] = {"group_coordinates": None} if beside and group else {}
    asks: dict[str, None] = {}
    for index, one in enumerate(group):
        for other in group[index + 1 :]:
            verdict = _between(one, other, family)
            if verdict.first is None:
                asks[verdict.ask] = None
            else:
                wins[verdict.first.name] += 1
                rules[verdict.rule] = None
    known = order_rules()
    return BenefitOrder(
        order=() if asks else tuple(sorted(wins, key=lambda name: -wins[name])),
        beside=tuple(plan.name for plan in beside),
        rules=tuple(known[name].id for name in rules),
        reasons=tuple(f"{known[name].statement} ({known[name].citation})." for name in rules),
        ask=tuple(asks),
    )


def _between(one: PlanFacts, other: PlanFacts, family: FamilyFacts) -> _Verdict:
    for rule in _RULES:
        verdict = rule(one, other, family)
        if verdict is not None:
            return verdict
    return _Verdict(None, "longer_first", f"since when {one.name} and {other.name} have covered the patient")


def _medicaid_last(one: PlanFacts, other: PlanFacts, _: FamilyFacts) -> _Verdict | None:
    return _only(one, other, lambda plan: plan.source != "medicaid", "medicaid_last")


def _medical_first(one: PlanFacts, other: PlanFacts, _: FamilyFacts) -> _Verdict | None:
    if one.lane is None or other.lane is None:
        return None
    return _only(one, other, lambda plan: plan.lane == "medical", "medical_before_dental")


def _medicare(one: PlanFacts, other: PlanFacts, family: FamilyFacts) -> _Verdict | None:
    """Medicare against an employer's plan: the size of the employer decides."""
    if (one.source == "medicare") == (other.source == "medicare"):
        return None
    medicare, plan = (one, other) if one.source == "medicare" else (other, one)
    if plan.source != "active":
        return _Verdict(medicare, "medicare_before_small_employer")
    least = _LARGE_FOR_DISABILITY if family.medicare_by_disability else _LARGE
    if plan.employer_size is None:
        return _Verdict(None, "", f"how many people work for the employer behind {plan.name}")
    if _LARGE <= plan.employer_size < _LARGE_FOR_DISABILITY and family.medicare_by_disability is None:
        return _Verdict(None, "", "whether Medicare came with age or with disability")
    if plan.employer_size >= least:
        return _Verdict(plan, "medicare_after_large_employer")
    return _Verdict(medicare, "medicare_before_small_employer")


def _own_first(one: PlanFacts, other: PlanFacts, _: FamilyFacts) -> _Verdict | None:
    return _only(one, other, lambda plan: plan.holder == "self", "own_before_dependent")


def _child(one: PlanFacts, other: PlanFacts, family: FamilyFacts) -> _Verdict | None:
    """Two plans of a child's family: decree, then custody, then birthday."""
    if one.holder not in _PARENTS or other.holder not in _PARENTS or one.holder == other.holder:
        return None
    if family.decree and (verdict := _only(one, other, lambda plan: plan.holder == family.decree, "court_decree")):
        return verdict
    if family.parents_together or family.custody == "joint":
        return _birthday(one, other)
    if family.parents_together is None and family.custody is None:
        return _Verdict(None, "", "whether the child's parents live together, and any court decree")
    if family.custody is None:
        return _Verdict(None, "", "with which parent the child lives, and any court decree")
    rank = _custody_rank(family.custody)
    return _Verdict(min((one, other), key=lambda plan: rank.index(plan.holder)), "custody")


def _custody_rank(custody: str) -> tuple[str, ...]:
    if custody == "first_parent":
        return ("first_parent", "step_first", "second_parent", "step_second")
    return ("second_parent", "step_second", "first_parent", "step_first")


def _birthday(one: PlanFacts, other: PlanFacts) -> _Verdict | None:
    """Month and day only; the same day falls through to the longer coverage."""
    if one.holder_birthday is None or other.holder_birthday is None:
        return _Verdict(None, "", "the birthdays of both parents")
    days = [(plan.holder_birthday.month, plan.holder_birthday.day) for plan in (one, other) if plan.holder_birthday]
    if days[0] == days[1]:
        return None
    return _Verdict(one if days[0] < days[1] else other, "birthday")


def _active_first(one: PlanFacts, other: PlanFacts, _: FamilyFacts) -> _Verdict | None:
    if "retired" not in (one.source, other.source):
        return None
    return _only(one, other, lambda plan: plan.source == "active", "active_before_retired")


def _work_before_continuation(one: PlanFacts, other: PlanFacts, _: FamilyFacts) -> _Verdict | None:
    return _only(one, other, lambda plan: plan.source != "continuation", "work_before_continuation")


def _longer_first(one: PlanFacts, other: PlanFacts, _: FamilyFacts) -> _Verdict | None:
    if one.effective is None or other.effective is None or one.effective == other.effective:
        return None
    return _Verdict(one if one.effective < other.effective else other, "longer_first")


def _only(one: PlanFacts, other: PlanFacts, has: Callable[[PlanFacts], bool], rule: str) -> _Verdict | None:
    """The plan for which ``has`` holds, when it holds for one of the two."""
    if has(one) == has(other):
        return None
    return _Verdict(one if has(one) else other, rule)


_RULES: tuple[Rule, ...] = (
    _medicaid_last,
    _medical_first,
    _medicare,
    _own_first,
    _child,
    _active_first,
    _work_before_continuation,
    _longer_first,
)
