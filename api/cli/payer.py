"""``claimwright payer``: how a payer takes claims, records and appeals, each entry with its document and day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.days import day_option
from api.cli.output import NOTHING, emit_json, fail, open_assistant, say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assistant.domain.payer_card import AppealLevel, FilingWindow, PayerCard

#: Entries that are one line, in the order in which an office asks for them.
_LINES = (
    ("payer_id", "Payer id for electronic claims"),
    ("portal", "Portal"),
    ("claims", "Claims"),
    ("appeals", "Appeals"),
    ("provider_disputes", "Provider disputes"),
    ("fax", "Fax"),
    ("appeals_fax", "Fax for appeals"),
    ("authorization_fax", "Fax for authorizations"),
    ("attachments_fax", "Fax for attachments"),
    ("telephone", "Telephone"),
)

_FROM = {
    "service": "the date of service",
    "letter": "the date on the remittance or letter",
    "receipt": "the receipt",
    "request": "the request",
    "primary_eob": "the primary plan's EOB",
}


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command("payer")
    def payer(
        name: Annotated[str, typer.Argument(help="The payer's name, as a card or an office writes it")],
        as_of: Annotated[str | None, typer.Option(help="Card in force on this day, YYYY-MM-DD")] = None,
        json_: Annotated[bool, typer.Option("--json", help="Print JSON")] = False,
    ) -> None:
        """Show a payer's card: addresses, faxes, portal, forms, length limits, filing times and appeal levels.

        The address on the denial letter goes before the card's.

        Example: claimwright payer "Northlake Health"
        """
        from assistant.domain.caller import LOCAL

        card = open_assistant().payer_card(LOCAL, name, on=day_option(as_of, "--as-of"))
        if card is None:
            fail(f"claimwright: {_none(name)}", NOTHING)
        if json_:
            emit_json(card)
            return
        for line in card_lines(card):
            say(line)


def card_lines(card: PayerCard) -> Iterator[str]:
    """The card in words; an entry that its documents do not state is named as such."""
    last = f" through {card.effective_through.isoformat()}" if card.effective_through else ""
    plan = f", plan {card.plan}" if card.plan else ""
    yield f"{card.payer}{plan}, {card.lane}, in force from {card.effective_from.isoformat()}{last}"
    missing = []
    for field, label in _LINES:
        value = getattr(card, field)
        if value:
            yield f"{label}: {value}"
        else:
            missing.append(label[0].lower() + label[1:])
    if card.forms:
        yield f"Forms: {', '.join(card.forms)}"
    else:
        missing.append("forms")
    if card.remark_characters is not None:
        yield f"Remarks on the claim: at most {card.remark_characters} characters"
    else:
        missing.append("length of remarks")
    yield from _filing(card.filing)
    yield from _levels(card.levels)
    if missing:
        yield f"Not stated: {', '.join(missing)}"
    for each in card.source:
        yield f"Source: {each.document}, section {', '.join(each.sections)}; verified {card.verified.isoformat()}"
    yield "- The address on the denial letter goes first."


def _filing(windows: tuple[FilingWindow, ...]) -> Iterator[str]:
    for window in windows:
        network = (
            f", {window.network} of network" if window.network == "out" else ", in network" if window.network else ""
        )
        note = f" ({window.note})" if window.note else ""
        yield f"Filing, {_KINDS.get(window.claim, window.claim)}{network}: {_time(window)}{note}"
    if not windows:
        yield "Filing: no time is stated"


def _levels(levels: tuple[AppealLevel, ...]) -> Iterator[str]:
    for level in levels:
        decided = f"; decided within {level.decision_days} days" if level.decision_days is not None else ""
        received = "; must be received by then" if level.filed_when == "received" else ""
        note = f" ({level.note})" if level.note else ""
        yield f"Appeal, {level.who}, level {level.level}: {_time(level)}{received}{decided}{note}"
    if not levels:
        yield "Appeal: no level is stated"


_KINDS = {
    "first": "first claim",
    "corrected": "corrected claim",
    "secondary": "secondary claim",
    "records": "records asked for",
    "encounter": "encounter",
}


def _time(window: FilingWindow | AppealLevel) -> str:
    unit = window.unit.replace("_", " ")
    unit = unit.removesuffix("s") if window.value == 1 else unit
    return f"{window.value} {unit} from {_FROM.get(window.counts_from, window.counts_from.replace('_', ' '))}"


def _none(name: str) -> str:
    from assistant.tables.payer_cards import payer_cards

    held = ", ".join(dict.fromkeys(card.payer for card in payer_cards()))
    return f"no card is held for {name}. Fix: choose one of {held}; a payer without a card is served by its documents."
