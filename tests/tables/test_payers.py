from __future__ import annotations

import pytest

from assistant.tables.payers import known_payers, normal_name, payers_in, resolve_payer


def test_a_spelling_belongs_to_one_payer() -> None:
    owner: dict[str, str] = {}
    for payer in known_payers():
        for spelling in {normal_name(name) for name in (payer.name, *payer.aliases)}:
            assert owner.setdefault(spelling, payer.name) == payer.name, spelling


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Northlake Dental", "Northlake Dental"),
        ("northlake dental, inc.", "Northlake Dental"),
        ("NLD", "Northlake Dental"),
        ("brightsmile", "Brightsmile Dental"),
        ("general", "General"),
        ("Example Dental", "Example Dental"),
        ("Brightsmle Dental", "Brightsmile Dental"),
    ],
)
def test_names_that_are_settled(written: str, name: str) -> None:
    assert resolve_payer(written, {"Example Dental"}).name == name


def test_a_slip_is_noted() -> None:
    assert "was read as Brightsmile Dental" in resolve_payer("Brightsmle Dental").note


@pytest.mark.parametrize("written", ["northlake", "Atlantis Mutual", "Delta Dental of VA", "Eastern", ""])
def test_names_that_are_not_settled(written: str) -> None:
    assert resolve_payer(written, {"Delta Dental of PA", "Western"}).name is None


def test_a_family_settles_when_one_of_it_is_held() -> None:
    assert resolve_payer("northlake", {"Northlake Health"}).name == "Northlake Health"
    assert resolve_payer("northlake", {"Northlake Health", "Northlake Dental"}).name is None


def test_close_names_are_offered_and_common_words_do_not_make_names_close() -> None:
    assert "Cedarbrook Mutual" in resolve_payer("Cedar Brok Mutual").choices
    assert resolve_payer("Example Dental").choices == ()


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("does brightsmile cover D4341", ["Brightsmile Dental"]),
        ("Northlake Dental's limit", ["Northlake Dental"]),
        ("our metropolitan office", []),
        ("Example Dental and BSD", ["Example Dental", "Brightsmile Dental"]),
        ("northlake crowns", [None]),
        ("general rules", []),
        ("a Medicare Advantage plan", []),
        ("Tallgrass Medicare Advantage", ["Tallgrass Advantage"]),
        ("does UHC pay", ["UnitedHealthcare"]),
        ("parent or guardian signs", []),
    ],
)
def test_payers_named_in_a_text(text: str, names: list[str | None]) -> None:
    assert [match.name for match in payers_in(text, {"Example Dental"})] == names
