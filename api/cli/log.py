"""``claimwright log``: contacts with payers, one line each, and what they answered on verification calls."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.output import emit_json, open_assistant, say

if TYPE_CHECKING:
    from assistant.domain.contact import ContactEntry, VerificationRecord


def register(app: typer.Typer) -> None:
    """Add the command group."""
    log = typer.Typer(help="The log of contacts with payers.", no_args_is_help=True)
    app.add_typer(log, name="log")

    @log.command("note")
    def note(
        text: Annotated[str, typer.Argument(help="what happened, in one line as you would jot it down")],
        payer: Annotated[str | None, typer.Option(help="the payer")] = None,
        plan: Annotated[str | None, typer.Option(help="the plan")] = None,
        case: Annotated[str | None, typer.Option(help="the case that it belongs to")] = None,
        as_json: Annotated[bool, typer.Option("--json", help="print JSON")] = False,
    ) -> None:
        """Log a contact: date, channel, representative, reference, outcome, next step.

        The answers of a verification call become a record: amounts, percentages, authorization, what nobody asked,
        and where the answers differ from the payer's documents.

        Example: claimwright log note "spoke w/ Kim ref 88213, OON ded 1500/300 met, E0486 covered 60% after ded,
        auth yes fax 555-0100" --payer "Northlake Health"
        """
        from assistant.domain.caller import LOCAL

        kept = open_assistant().log_contact(LOCAL, text, payer=payer, plan=plan, case=case)
        if as_json:
            emit_json(kept if kept.answers else kept.contact)
        else:
            _show(kept)

    @log.command("list")
    def list_(
        payer: Annotated[str | None, typer.Option(help="only this payer")] = None,
        verifications: Annotated[bool, typer.Option("--verifications", help="only verification records")] = False,
        most: Annotated[int, typer.Option("-n", min=1, max=1000, help="how many at most")] = 20,
        as_json: Annotated[bool, typer.Option("--json", help="print JSON")] = False,
    ) -> None:
        """Show the newest contacts first.

        Example: claimwright log list --payer "Northlake Health"
        """
        from assistant.domain.caller import LOCAL

        office = open_assistant().office
        if verifications:
            records = office.verifications.list(LOCAL, payer=payer, most=most)
            if as_json:
                emit_json([record.model_dump(mode="json") for record in records])
            else:
                for record in records:
                    _show(record)
            return
        entries = office.contacts.list(LOCAL, payer=payer, most=most)
        if as_json:
            emit_json([entry.model_dump(mode="json") for entry in entries])
            return
        for entry in entries:
            say(_line(entry))
        if not entries:
            say("No contact is logged.")


def _line(entry: ContactEntry) -> str:
    who = " ".join(part for part in (entry.rep, f"ref {entry.reference}" if entry.reference else None) if part)
    parts = (entry.day.isoformat(), entry.payer, entry.channel, who, entry.outcome)
    steps = "; ".join(f"{step.text}{f' by {step.due}' if step.due else ''}" for step in entry.next_steps)
    return "  ".join(part for part in parts if part) + (f"  -> {steps}" if steps else "")


def _show(record: VerificationRecord) -> None:
    entry = record.contact
    say(_line(entry))
    if entry.missing:
        say(f"  Not in the note: {', '.join(entry.missing)}")
    if not record.answers:
        return
    for label, value in _figures(record):
        say(f"  {label}: {value}")
    for each in record.contradictions:
        say(f"  DIFFERS  {each.what}")
        say(f'    said:    "{each.said}"')
        say(f'    written: "{each.written}" ({each.title}, {each.section})')
        say(f"    ask:     {each.ask}")
    if record.unanswered:
        say("  Still open:")
        for question in record.unanswered:
            say(f"    - {question.question}")


def _figures(record: VerificationRecord) -> list[tuple[str, str]]:
    figures = {
        "Benefits for": {"in": "in network", "out": "out of network"}.get(record.network or ""),
        "Deductible": _money(record.deductible, record.deductible_met, "met"),
        "Maximum": _money(record.maximum, record.maximum_used, "used"),
        "Paid": ", ".join(f"{code} {percent} %" for code, percent in record.percent.items()) or None,
        "Authorization": (record.authorization or "").replace("_", " ") or None,
        "Fax": record.fax,
        "Network dentist": f"none within {record.network_within_miles} miles" if record.network_within_miles else None,
    }
    return [(label, value) for label, value in figures.items() if value]


def _money(total: object, used: object, word: str) -> str | None:
    if total is None and used is None:
        return None
    stated = f"${total}" if total is not None else "total not stated"
    return f"{stated}, ${used} {word}" if used is not None else f"{stated}, {word} not stated"
