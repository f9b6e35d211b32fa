"""Payer cards: addresses, filing times and appeal levels, each with its document and the day it was verified."""

from __future__ import annotations

from datetime import date
from functools import cache

from assistant.domain.benefits import PlanWindow
from assistant.domain.payer_card import AppealAddress, AppealLevel, Appellant, ClaimKind, FilingWindow, PayerCard
from assistant.tables.payers import resolve_payer
from assistant.tables.source import document


@cache
def payer_cards() -> tuple[PayerCard, ...]:
    """Every card of the table."""
    rows = document("payer_cards.yaml")
    return tuple(PayerCard.model_validate(row) for row in rows) if isinstance(rows, list) else ()


def payer_card(payer: str, on: date) -> PayerCard | None:
    """The card of a payer that holds on a day; ``None`` when none is held or the name is not settled.

    >>> payer_card("Northlake PPO", date(2026, 9, 3)).appeals_fax
    '555-0102'
    """
    name = resolve_payer(payer).name
    return next((card for card in payer_cards() if card.payer == name and card.period.contains(on)), None)


def filing_window(card: PayerCard, claim: ClaimKind, *, in_network: bool | None = None) -> FilingWindow | None:
    """How long a claim may be filed; with an unknown network status the shorter time."""
    status = {True: "in", False: "out"}.get(in_network) if in_network is not None else None
    fitting = [w for w in card.filing if w.claim == claim and (w.network is None or status in (None, w.network))]
    return min(fitting, key=_days, default=None)


def appeal_window(card: PayerCard, level: int, who: Appellant | None = None) -> PlanWindow | None:
    """The time to appeal at a level; whoever may appeal first when ``who`` is not told, as it is the safe one."""
    fitting = [each for each in card.levels if each.level == level and who in (None, each.who)]
    if not fitting:
        return None
    shortest = min(fitting, key=_days)
    return PlanWindow(
        value=shortest.value, unit=shortest.unit, counts_from=shortest.counts_from, source=f"payer card: {card.cited}"
    )


def appeal_address(
    card: PayerCard | None, *, letter_address: str | None = None, who: Appellant = "member"
) -> AppealAddress:
    """Where to send an appeal; the denial letter's own address goes first.

    >>> appeal_address(None).address is None
    True
    """
    if letter_address and letter_address.strip():
        other = card is not None and card.appeals is not None and card.appeals not in letter_address
        note = f"The payer card names another address: {card.appeals}." if other and card is not None else ""
        return AppealAddress(address=letter_address.strip(), source="the denial letter", note=note)
    if card is None:
        return AppealAddress(
            address=None, source="no payer card is held", note="Take the address from the denial letter."
        )
    address = card.provider_disputes if who == "provider" and card.provider_disputes else card.appeals
    note = "" if address else "Take the address from the denial letter."
    return AppealAddress(address=address, fax=card.appeals_fax or card.fax, source=card.cited, note=note)


def _days(window: FilingWindow | AppealLevel) -> int:
    """A length in days, for comparing only."""
    return window.value * {"calendar_months": 30, "years": 365, "hours": 0}.get(window.unit, 1)
