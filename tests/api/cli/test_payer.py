"""The payer's card as printed: every entry, what is not stated, and where it is from."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.api.cli.conftest import Command


def test_a_card_is_shown_whole(claimwright: Command) -> None:
    done = claimwright("payer", "northlake ppo", "--as-of", "2026-09-03")
    assert done.code == 0
    for words in (
        "Northlake Health, plan PPO, medical, in force from 2026-01-01",
        "Appeals: Northlake Health Appeals Unit, PO Box 4410, Port Merrow, MI 00410",
        "Fax for appeals: 555-0102",
        "Forms: CMS-1500, 837P",
        "Filing, secondary claim, in network: 90 calendar days from the primary plan's EOB",
        "Appeal, member, level 1: 180 calendar days from the receipt; decided within 60 days",
        "Not stated: portal,",
        "Source: northlake-provider-manual-2026, section 1, 2, 4, 5, 7, 8; verified 2026-04-13",
        "The address on the denial letter goes first.",
    ):
        assert words in done.out


def test_the_card_as_json(claimwright: Command) -> None:
    card = claimwright("payer", "Brightsmile Dental", "--as-of", "2026-09-03", "--json").json
    assert (card["remark_characters"], card["verified"]) == (80, "2026-06-22")


def test_a_payer_without_a_card_is_named_with_those_that_have_one(claimwright: Command) -> None:
    done = claimwright("payer", "Tamarack Dental Benefits")
    assert (done.code, done.out) == (3, "")
    assert "no card is held for Tamarack Dental Benefits. Fix: choose one of Northlake Health" in done.err


def test_a_card_that_is_not_in_force_yet_is_not_shown(claimwright: Command) -> None:
    assert claimwright("payer", "Northlake Health", "--as-of", "2020-01-01").code == 3
