"""``claimwright lane``: medical or dental first, and what would change the answer."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.output import USAGE, emit_json, fail, note, open_assistant, say

if TYPE_CHECKING:
    from assistant.domain.lane import LaneDecision, LaneEconomics


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command("lane")
    def lane(
        case: Annotated[Path, typer.Argument(help="A case.yaml")],
        allowed: Annotated[str | None, typer.Option(help="Allowed amount of the medical plan, US dollars")] = None,
        probability: Annotated[str | None, typer.Option(help="Chance of payment, such as 0.60")] = None,
        minutes: Annotated[int | None, typer.Option(min=0, help="Extra minutes of work")] = None,
        wage: Annotated[str | None, typer.Option(help="Cost of that work, US dollars an hour")] = None,
        fees: Annotated[str | None, typer.Option(help="Vendor fees for the claim, US dollars")] = None,
        json_: Annotated[bool, typer.Option("--json", help="Print JSON")] = False,
    ) -> None:
        """Decide the lane by three conditions; weak cases go to dental first.

        Example: claimwright lane case.yaml --allowed 1900 --probability 0.6
        """
        from assistant.domain.caller import LOCAL

        assistant = open_assistant()
        loaded = assistant.load_case(LOCAL, case)
        for finding in loaded.findings:
            note(f"{finding.where}: {finding.message}")
        decision = assistant.lane(LOCAL, loaded.case, _economics(allowed, probability, minutes, wage, fees))
        if json_:
            emit_json(decision)
        else:
            _show(decision)


def _economics(
    allowed: str | None, probability: str | None, minutes: int | None, wage: str | None, fees: str | None
) -> LaneEconomics:
    """The practice's own numbers; a wrong one ends with its name."""
    from pydantic import ValidationError

    from assistant.domain.lane import LaneEconomics

    given = {"allowed": allowed, "probability": probability, "minutes": minutes, "wage": wage, "fees": fees}
    try:
        return LaneEconomics.model_validate(given)
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0])
        reason = str(first["msg"]).removeprefix("Value error, ")
        fail(f"claimwright: --{name} {given[name]!r}: {reason}. Fix: write a number such as 0.60 or 1900.00.", USAGE)


def _show(decision: LaneDecision) -> None:
    say(decision.summary)
    for condition in decision.conditions:
        say(f"{condition.name.replace('_', ' ')}: {condition.status.replace('_', ' ')}")
        for reason in condition.reasons:
            say(f"   - {reason}")
    for line in decision.lines:
        say(f"line {line.line} {line.code}: {' then '.join(line.lanes) or 'no lane'}, {line.reason}")
    for candidate in decision.candidates:
        if candidate.medical:
            codes = " or ".join(candidate.medical)
            say(f"line {candidate.line} in the medical lane: {codes} ({candidate.match}, {candidate.row})")
    for need in decision.needs:
        say(f"Get: {need}")
    for change in decision.changes:
        say(f"Change: {change}")
    for avoid in decision.avoid:
        say(f"Do not write: {avoid}")
    for wallet in decision.wallets:
        ends = wallet.total.patient_range
        patient = (
            "not known" if ends is None else f"${ends.low}" if ends.low == ends.high else f"${ends.low} to ${ends.high}"
        )
        say(f"{wallet.name.replace('_', ' ')}: patient {patient}")
    for rule in decision.rules:
        say(f"Rule {rule.id}: {rule.statement} [{rule.source}]")
    for text in decision.notes:
        say(f"- {text}")
