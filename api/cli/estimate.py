"""``claimwright estimate``: what each line costs the plans, the patient and the office."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.output import FOUND, emit_json, note, open_assistant, say

if TYPE_CHECKING:
    from assistant.domain.base import Money
    from assistant.domain.estimate import Amounts, Estimate, MoneyRange


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command("estimate")
    def estimate(
        case: Annotated[Path, typer.Argument(help="A case.yaml")],
        json_: Annotated[bool, typer.Option("--json", help="Print JSON")] = False,
    ) -> None:
        """Estimate the patient's share, line by line, with the reason of every number.

        Example: claimwright estimate case.yaml
        """
        from assistant.domain.caller import LOCAL

        assistant = open_assistant()
        loaded = assistant.load_case(LOCAL, case)
        for finding in loaded.findings:
            note(f"{finding.where}: {finding.message}")
        found = assistant.estimate(LOCAL, loaded.case)
        if json_:
            emit_json(found)
        else:
            _show(found)
        if found.status == "not_possible" or any(finding.severity == "error" for finding in found.findings):
            raise typer.Exit(FOUND)


def _show(found: Estimate) -> None:
    for line in found.lines:
        day = f", {line.date_of_service.isoformat()}" if line.date_of_service else ""
        label = f" ({line.label})" if line.label else ""
        say(f"{line.id}. {line.code}{label}{day}: {_split(line)}")
        for share in line.plans:
            why = "; ".join(share.reasons) or "amount or percent not on file"
            say(f"   {share.payer} pays {_money(share.pays, share.pays_range)}: {why}")
        for reason in line.reasons:
            say(f"   - {reason}")
    if found.lines:
        say(f"Total: {_split(found.total)}")
    for phase in found.phases:
        say(f"Benefit year from {phase.benefit_year_start.isoformat()}: {_split(phase)}")
    for left in found.left:
        maximum = _money(None, left.maximum_left) if left.maximum_left else "no maximum on file"
        say(f"Left of {left.payer} (year from {left.benefit_year_start.isoformat()}): {maximum}")
    for gap in found.gaps:
        say(f"Ask: {gap}")
    for finding in found.findings:
        say(f"{finding.severity} {finding.rule} at {finding.where}: {finding.message}. Fix: {finding.fix}.")
    for text in found.notes:
        say(f"- {text}")


def _split(amounts: Amounts) -> str:
    return (
        f"fee {_money(amounts.fee, None)}, plans pay {_money(amounts.plan_pays, amounts.plan_pays_range)}, "
        f"patient {_money(amounts.patient, amounts.patient_range)}, "
        f"write-off {_money(amounts.write_off, amounts.write_off_range)}"
    )


def _money(amount: Money | None, ends: MoneyRange | None) -> str:
    """An amount, its range, or that it is not known."""
    if amount is not None:
        return f"${amount:,.2f}"
    if ends is None:
        return "not known"
    return f"${ends.low:,.2f}" if ends.low == ends.high else f"${ends.low:,.2f} to ${ends.high:,.2f}"
