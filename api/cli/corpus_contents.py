"""What documents state: their criteria and limits, and what changed between two versions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.output import emit_json, open_assistant, say

if TYPE_CHECKING:
    from collections.abc import Iterable

    from assistant.domain.policy import Criterion
    from assistant.policies.changes import DocumentChanges

Json = Annotated[bool, typer.Option("--json", help="Print JSON")]

_MODES = {"all_of": "all of", "any_of": "any of", "leaf": ""}


def criteria(
    document: Annotated[str, typer.Argument(help="The id that `corpus list` shows")], as_json: Json = False
) -> None:
    """Show the criteria and limits that were read from a document, with their words, to be reviewed."""
    from assistant.domain.caller import LOCAL

    stated = open_assistant().corpus_criteria(LOCAL, document)
    if as_json:
        emit_json(stated)
        return
    for group in stated.criteria:
        say(f"{group.section}  [{group.passage}]")
        _print_criteria((group,), depth=1)
        say()
    for limit in stated.limits:
        say(f"{', '.join(limit.codes)}: {limit.quote}  [{limit.passage}]")
    say(f"{len(stated.criteria)} groups of criteria, {len(stated.limits)} limits")


def diff(
    old: Annotated[str, typer.Argument(help="Id of the older version")],
    new: Annotated[str, typer.Argument(help="Id of the newer version")],
    as_json: Json = False,
) -> None:
    """Show which conditions, limits and codes changed between two versions.

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


def _print_changes(found: DocumentChanges) -> None:
    say(f"{found.old} -> {found.new}")
    for condition in found.conditions:
        say(f"condition {condition.change}, {condition.section or condition.topic}")
        _print_sides(condition.old, condition.new)
    for limit in found.limits:
        say(f"limit {limit.change}, {', '.join(limit.codes)}")
        _print_sides(limit.old, limit.new)
    for label, codes in (("codes added", found.codes_added), ("codes removed", found.codes_removed)):
        if codes:
            say(f"{label}: {', '.join(codes)}")
    if not (found.conditions or found.limits or found.codes_added or found.codes_removed):
        say("no condition, limit or code differs")


def _print_sides(old: str, new: str) -> None:
    if old:
        say(f"   - {old}")
    if new:
        say(f"   + {new}")
