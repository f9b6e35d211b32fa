"""Names on the head of a letter, as a letter writes them."""

from __future__ import annotations

import pytest

from assistant.intake.letterhead import office_addressed, payer_on_head


@pytest.mark.parametrize(
    ("shouted", "written"),
    [
        ("RIVERBEND DENTAL PPO", "Riverbend Dental PPO"),
        ("HARBOR PINE HEALTH PLAN, LLC", "Harbor Pine Health Plan, LLC"),
        ("Harbor Pine Trust", "Harbor Pine Trust"),
    ],
)
def test_a_payer_keeps_its_abbreviations(shouted: str, written: str) -> None:
    assert payer_on_head(f"{shouted}\nP.O. Box 5512") == written


@pytest.mark.parametrize(
    ("shouted", "written"),
    [
        ("ANA VALE DDS", "Ana Vale DDS"),
        ("O'NEIL-SMITH DENTAL", "O'Neil-Smith Dental"),
        ("THE CHILDREN'S DENTIST", "The Children's Dentist"),
        ("ANA VALE, D.D.S., DENTAL", "Ana Vale, D.D.S., Dental"),
    ],
)
def test_an_office_keeps_its_abbreviations(shouted: str, written: str) -> None:
    assert office_addressed(f"{shouted}\n44 Maple Street\nAnoka MN 55303\n").name == written
