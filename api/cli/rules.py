"""``claimwright rules``: what ``check`` looks for, and one rule in full."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.cli.output import USAGE, emit_json, fail, say

if TYPE_CHECKING:
    from assistant.rules.rule import Rule


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command("rules")
    def rules(
        rule: Annotated[str | None, typer.Argument(help="A rule id such as TS01; all when left out")] = None,
        family: Annotated[str | None, typer.Option(help="Only this family, such as tooth or diagnosis")] = None,
        json_: Annotated[bool, typer.Option("--json", help="Print JSON")] = False,
    ) -> None:
        """List the rules on claims, or show one with its wrong and right cases.

        Example: claimwright rules TS01

        Example: claimwright rules --family tooth
        """
        from assistant.rules.families import FAMILIES, all_rules, find_rule

        if rule is not None:
            found = find_rule(rule)
            if found is None:
                fail(f"claimwright: no rule {rule!r}. Fix: {_near(rule, [each.id for each in all_rules()])}", USAGE)
            if json_:
                emit_json(_record(found))
            else:
                _show(found)
            return
        if family is not None and family not in FAMILIES:
            fail(f"claimwright: no family {family!r}. Fix: choose one of {', '.join(FAMILIES)}.", USAGE)
        chosen = {name: listed for name, listed in FAMILIES.items() if family in (None, name)}
        if json_:
            emit_json({"rules": [_record(each) for listed in chosen.values() for each in listed]})
            return
        for name, listed in chosen.items():
            say(f"{name} ({len(listed)})")
            for each in listed:
                say(f"  {each.id}  {each.severity:<8} {each.title}")


def _record(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.id,
        "name": rule.name,
        "family": rule.family,
        "severity": rule.severity,
        "looks_at": rule.subject,
        "lane": rule.lane,
        "text": rule.doc,
        "source": rule.source,
        "predicts": rule.denial.model_dump() if rule.denial else None,
    }


def _show(rule: Rule) -> None:
    say(f"{rule.id} {rule.name} ({rule.family}, {rule.severity})")
    say("")
    say(rule.doc)
    say("")
    say(f"Source: {rule.source}")
    if rule.denial is not None:
        say(
            f"If sent: {rule.denial.group}-{rule.denial.carc}"
            + (f" with {rule.denial.rarc}" if rule.denial.rarc else "")
        )


def _near(asked: str, known: list[str]) -> str:
    from rapidfuzz import process

    best = process.extractOne(asked.upper(), known, score_cutoff=50)
    return f"did you mean {best[0]}? `claimwright rules` lists all." if best else "`claimwright rules` lists all."
