"""Every card says what the payer's own documents say."""

from __future__ import annotations

import re
from datetime import date
from importlib.resources import files

import pytest

from assistant.domain.payer_card import PayerCard
from assistant.tables.payer_cards import appeal_address, appeal_window, filing_window, payer_card, payer_cards
from assistant.tables.payers import payers

CARDS = payer_cards()
ON = date(2026, 9, 3)


def texts() -> dict[str, str]:
    found = {}
    for folder in (files("corpus") / "policies").iterdir():
        if folder.is_dir():
            for entry in folder.iterdir():
                if entry.name.endswith(".md"):
                    found[entry.name.removesuffix(".md")] = entry.read_text(encoding="utf-8")
    return found


TEXTS = texts()


@pytest.mark.parametrize("card", CARDS, ids=[card.payer for card in CARDS])
def test_addresses_and_numbers_stand_in_the_named_documents(card: PayerCard) -> None:
    text = "\n".join(TEXTS[source.document] for source in card.source)
    stated = [card.payer_id, card.claims, card.appeals, card.provider_disputes, card.appeals_fax]
    stated += [card.authorization_fax, card.attachments_fax, card.telephone, card.fax]
    for each in stated:
        assert each is None or each in text, each
    for source in card.source:
        for section in source.sections:
            assert re.search(rf"^## {re.escape(section)}(?:\.|$)", TEXTS[source.document], re.MULTILINE), section


@pytest.mark.parametrize("card", CARDS, ids=[card.payer for card in CARDS])
def test_times_stand_in_the_named_documents(card: PayerCard) -> None:
    text = "\n".join(TEXTS[source.document] for source in card.source)
    unit = {"calendar_days": "(?:calendar )?days", "calendar_months": "months", "years": "(?:calendar )?year"}
    for window in (*card.filing, *card.levels):
        assert re.search(rf"\b{window.value} {unit[window.unit]}\b", text), window


def test_every_payer_of_the_table_has_a_card_that_was_verified() -> None:
    assert {card.payer for card in CARDS} == {payer.name for payer in payers()}
    assert all(card.verified <= date(2026, 11, 22) for card in CARDS)


def test_a_card_by_a_short_name_and_a_day() -> None:
    card = payer_card("bsd", ON)
    assert card is not None
    assert card.remark_characters == 80
    assert payer_card("bsd", date(2024, 1, 1)) is None
    assert payer_card("northlake", ON) is None


def test_the_shorter_time_is_the_safe_one() -> None:
    card = payer_card("Northlake Health", ON)
    assert card is not None
    first = appeal_window(card, 1)
    member = appeal_window(card, 1, "member")
    assert first is not None
    assert member is not None
    assert (first.value, member.value) == (90, 180)
    assert appeal_window(card, 3) is None
    filing = [filing_window(card, "first", in_network=status) for status in (True, False, None)]
    assert [window.value for window in filing if window] == [180, 365, 180]


def test_the_address_on_the_letter_goes_first() -> None:
    card = payer_card("Juniper State Dental", ON)
    told = appeal_address(card, letter_address="Juniper Appeals, PO Box 9, Capitol Flats")
    assert told.address == "Juniper Appeals, PO Box 9, Capitol Flats"
    assert "another address" in told.note
    provider = appeal_address(card, who="provider").address
    assert provider is not None
    assert "1850" in provider
    assert appeal_address(payer_card("Medicare", ON)).note
