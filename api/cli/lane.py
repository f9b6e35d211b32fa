"""``claimwright lane``: medical or dental first, and what would change the answer."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from api.cli.output import USAGE, emit_json, fail, note, open_assistant, say

if TYPE_CHECKING:
    from assistant.domain.case import Case
    from assistant.domain.lane import LaneDecision, LaneEconomics, Verdict


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
        record: Annotated[
            Path | None, typer.Option(help="File to which the decision is added, one JSON line each")
        ] = None,
        who: Annotated[str | None, typer.Option(help="Who decides, for the record")] = None,
        override: Annotated[
            str | None,
            typer.Option(help="Verdict taken instead: medical_first, dental_first, both_in_order, dental_only ..."),
        ] = None,
        why: Annotated[str, typer.Option(help="Why the verdict is set aside")] = "",
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
        if (override or why or who) and record is None:
            fail("claimwright: --who, --override and --why belong to a record. Fix: add --record FILE.", USAGE)
        decision = assistant.lane(LOCAL, loaded.case, _economics(allowed, probability, minutes, wage, fees))
        if record is not None:
            _keep(record, decision, loaded.case, who, override, why)
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


def _keep(path: Path, decision: LaneDecision, case: Case, who: str | None, override: str | None, why: str) -> None:
    """Add the decision to the record: who, when, the inputs, the conditions, the verdict; earlier lines stay."""
    from typing import get_args

    from assistant.benefits.lanes import record_of
    from assistant.domain.lane import Verdict

    if not (who and who.strip()):
        fail("claimwright: a record says who decided. Fix: add --who NAME.", USAGE)
    if override is not None and override not in get_args(Verdict):
        fail(f"claimwright: --override {override!r}. Fix: write one of {', '.join(get_args(Verdict))}.", USAGE)
    try:
        kept = record_of(decision, who=who.strip(), case=case, overridden=cast("Verdict | None", override), why=why)
    except ValueError as error:
        fail(f"claimwright: {error}. Fix: add --why TEXT.", USAGE)
    try:
        with path.open("a", encoding="utf-8") as out:
            out.write(kept.model_dump_json() + "\n")
    except OSError as error:
        fail(f"claimwright: {path}: {error.strerror}. Fix: name a file in a folder that can be written.", USAGE)
    note(f"Recorded in {path}")


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
