"""What documents state: their criteria and limits, and what changed between two versions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.output import emit_json, open_assistant, say

if TYPE_CHECKING:
    from collections.abc import Iterable

    from assistant.domain.policy import Criterion, Limit, Requirement
    from assistant.policies.changes import DocumentChanges
    from assistant.policies.periods import StatedPeriod

Json = Annotated[bool, typer.Option("--json", help="Print JSON")]

_NEEDED = {True: " needed", False: " not needed", None: " unclear"}
_KINDS = {
    "exclusion": "exclusion",
    "prior_authorization": "prior authorization",
    "documentation": "documentation",
    "code_list": "code list",
}
_MODES = {"all_of": "all of", "any_of": "any of", "leaf": ""}


def criteria(
    document: Annotated[str, typer.Argument(help="The id that `corpus list` shows")], as_json: Json = False
) -> None:
    """Show what was read from a document, to be reviewed: criteria, limits, approvals, papers, exclusions, periods.

    Each line ends with its passage, its page and how sure the reading is.

    Example: claimwright corpus criteria northlake-dental-benefits-2026
    """
    from assistant.domain.caller import LOCAL

    stated = open_assistant().corpus_criteria(LOCAL, document)
    if as_json:
        emit_json(stated)
        return
    for group in stated.criteria:
        say(f"{group.section}  [{group.passage}]{_proof(group)}")
        _print_criteria((group,), depth=1)
        say()
    for limit in stated.limits:
        say(f"{_measure(limit)}, {', '.join(limit.codes)}: {limit.quote}  [{limit.passage}]{_proof(limit)}")
    for label, asked in (
        ("prior authorization", stated.prior_authorization),
        ("documentation", stated.documentation),
        ("not covered", stated.exclusions),
        ("codes listed", stated.code_lists),
    ):
        _print_requirements(label, asked)
    for period in stated.periods:
        say(f"{_period(period)}: {period.quote}  [{period.passage}]{_proof(period)}")
    say(
        f"{len(stated.criteria)} groups of criteria, {len(stated.limits)} limits, "
        f"{len(stated.prior_authorization)} on prior authorization, {len(stated.documentation)} on documentation, "
        f"{len(stated.exclusions)} exclusions, {len(stated.code_lists)} code lists, "
        f"{len(stated.periods)} periods"
    )


def diff(
    old: Annotated[str, typer.Argument(help="Id of the older version")],
    new: Annotated[str, typer.Argument(help="Id of the newer version")],
    as_json: Json = False,
) -> None:
    """Show which conditions, limits, papers, approvals, periods and codes changed between two versions.

    Example: claimwright corpus diff metro-ppo-night-guards-2024 metro-ppo-night-guards-2026
    """
    from assistant.domain.caller import LOCAL

    found = open_assistant().corpus_diff(LOCAL, old, new)
    if as_json:
        emit_json(found)
    else:
        _print_changes(found)


def _print_criteria(group: Iterable[Criterion], depth: int) -> None:
    for criterion in group:
        words = " ".join(
            part for part in (_MODES[criterion.mode] and f"({_MODES[criterion.mode]})", criterion.text) if part
        )
        say(f"{'   ' * depth}- {words}")
        _print_criteria(criterion.children, depth + 1)


def _measure(limit: Limit) -> str:
    """A limit as it was read.

    >>> from assistant.domain.policy import Limit
    >>> _measure(Limit(codes=("D2740",), kind="frequency", window=84, window_unit="month", per="tooth"))
    '1 per tooth in 84 months'
    """
    if limit.kind in ("age_minimum", "age_maximum"):
        return f"{'from' if limit.kind == 'age_minimum' else 'through'} age {limit.count}"
    if limit.window_unit == "lifetime":
        return f"{limit.count} per {limit.per} in a lifetime"
    unit = (limit.window_unit or "").replace("_", " ") + ("" if limit.window == 1 else "s")
    return f"{limit.count} per {limit.per} in {limit.window} {unit}"


def _period(period: StatedPeriod) -> str:
    """A period as it was read."""
    level = f", level {period.level}" if period.level > 1 else ""
    length = f"{period.value} {period.unit.replace('_', ' ')} from {period.counts_from.replace('_', ' ')}"
    return f"{period.event.replace('_', ' ')}{level}, {length}"


def _print_requirements(label: str, asked: Iterable[Requirement]) -> None:
    for each in asked:
        about = f"{label}{_NEEDED[each.needed] if each.kind == 'prior_authorization' else ''}"
        codes = f", {', '.join(each.codes)}" if each.codes else ""
        words = each.quote.replace("\n", " / ") if each.kind != "code_list" else each.section
        say(f"{about}{codes}: {words}  [{each.passage}]{_proof(each)}")


def _proof(stated: Criterion | Limit | Requirement | StatedPeriod) -> str:
    """The page, and how sure the reading is."""
    return f"{f' page {stated.page},' if stated.page else ''} {stated.confidence}"


def _print_changes(found: DocumentChanges) -> None:
    say(f"{found.old} -> {found.new}")
    for condition in found.conditions:
        say(f"condition {condition.change}, {condition.section or condition.topic}")
        _print_sides(condition.old, condition.new)
    for limit in found.limits:
        say(f"limit {limit.change}, {', '.join(limit.codes)}")
        _print_sides(limit.old, limit.new)
    for asked in found.requirements:
        codes_named = f", {', '.join(asked.codes)}" if asked.codes else ""
        say(f"{_KINDS[asked.kind]} {asked.change}{codes_named}")
        _print_sides(asked.old, asked.new)
    for period in found.periods:
        level = f", level {period.level}" if period.level > 1 else ""
        say(f"period {period.change}, {period.event.replace('_', ' ')}{level}")
        _print_sides(period.old, period.new)
    for label, codes in (("codes added", found.codes_added), ("codes removed", found.codes_removed)):
        if codes:
            say(f"{label}: {', '.join(codes)}")
    if not found.differs:
        say("no condition, limit, requirement, period or code differs")


def _print_sides(old: str, new: str) -> None:
    if old:
        say(f"   - {old}")
    if new:
        say(f"   + {new}")
