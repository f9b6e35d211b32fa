"""A case as fields of a form and back: nothing lost, nothing made up."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from api.http.page.fields import checked, groups, taken
from assistant.chains.incoming.seen import seen_in

TODAY = date(2026, 11, 22)


def fields_of(content: dict[str, Any]) -> dict[str, str]:
    return {field.name: field.value for group in groups(content) for field in group.fields}


def test_a_form_that_was_left_alone_gives_the_case_back(world: Any) -> None:
    content = world.case.model_dump(mode="json", exclude_defaults=True)
    case, wrong = checked(taken(content, fields_of(content), who="dana", on=TODAY))
    assert wrong == {}
    assert case == world.case


def test_what_was_corrected_says_who_and_when(world: Any) -> None:
    content = world.case.model_dump(mode="json", exclude_defaults=True)
    form = fields_of(content) | {"facts.patient_name": "Alva J. Merrick", "claim.lines.0.fee": "$1,185.00"}
    form |= {"claim.lines.1.modifiers": "NU, KX", "facts.appeals_address": "PO Box 1"}
    case, _ = checked(taken(content, form, who="dana", on=TODAY))
    assert case is not None
    name, address = case.entered("patient_name"), case.entered("appeals_address")
    assert name is not None
    assert address is not None
    assert (name.value, name.who, name.when, name.corrects) == ("Alva J. Merrick", "dana", TODAY, True)
    assert address.corrects is False
    assert str(case.claim.lines[0].fee) == "1185.00"
    assert case.claim.lines[1].modifiers == ("NU", "KX")
    assert case.claim.lines[1].diagnosis_pointers == (1,)


def test_a_line_is_added_or_taken_out(world: Any) -> None:
    content = world.case.model_dump(mode="json", exclude_defaults=True)
    added, _ = checked(taken(content, fields_of(content) | {"claim.lines.2.code": "E0486"}, who="x", on=TODAY))
    gone, _ = checked(taken(content, fields_of(content) | {"claim.lines.0.code": ""}, who="x", on=TODAY))
    assert added is not None
    assert gone is not None
    assert [line.id for line in added.claim.lines] == ["1", "2", "3"]
    assert [line.id for line in gone.claim.lines] == ["2"]


WRONG = {
    "claim.lines.0.fee": "a lot",
    "claim.lines.0.date_of_service": "08/18/2026",
    "denials.0.amount": "1e999",
    "denials.0.date": "yesterday",
}


@pytest.mark.parametrize("name", WRONG)
def test_what_cannot_be_right_is_named_at_its_field(world: Any, name: str) -> None:
    content = world.case.model_dump(mode="json", exclude_defaults=True)
    case, wrong = checked(taken(content, fields_of(content) | {name: WRONG[name]}, who="x", on=TODAY))
    assert case is None
    assert list(wrong) == [name]


HOSTILE = ["claim.lines.9999.code", "claim.lines.x.code", "claim.__class__.x", "denials.0.text.deep", "practice"]


@pytest.mark.parametrize("name", HOSTILE)
def test_names_that_no_form_has_never_break_it(world: Any, name: str) -> None:
    content = world.case.model_dump(mode="json", exclude_defaults=True)
    case, wrong = checked(taken(content, fields_of(content) | {name: "E0486"}, who="x", on=TODAY))
    assert case == world.case or wrong


READ = [
    ("3200.00", "Fee $3,200.00 on the claim", True),
    ("3200.00", "SVC*HC:E0486:NU*3200*0**1", True),
    ("3200.00", "Fee $3,200.10", False),
    ("2026-08-18", "seen on August 18, 2026", True),
    ("2026-08-18", "DTM*232*20260818", True),
    ("2026-08-18", "seen on August 19, 2026", False),
    ("E0486", "code E0486, denied", True),
    ("E0486", "code XE0486", False),
    ("11", "place 11", False),
]


@pytest.mark.parametrize(("value", "line", "found"), READ)
def test_a_value_is_shown_with_the_line_it_was_read_from(value: str, line: str, found: bool) -> None:
    assert bool(seen_in(value, f"first line\n{line}\n")) is found


LETTER = """Brightsmile Dental

Procedure D2740 - Crown, tooth 19      Charged $1,425.00    Paid $0.00
The record does not show the need of a crown (CO-50, N115).
Send appeals to: Appeals Unit, P.O. Box 5590, Duluth MN 55802, fax 218-555-0199.
"""
READ = {
    "claim": {"lines": [{"id": "1", "code": "D2740", "tooth": "19"}]},
    "denials": [{"group": "CO", "carc": "50"}],
    "documents": [{"id": "d1", "kind": "denial_letter", "text": LETTER}],
}


def test_values_of_one_or_two_signs_are_shown_with_their_line_too() -> None:
    read = {field.name: field.read for group in groups(READ, LETTER) for field in group.fields}
    assert "tooth 19" in read["claim.lines.0.tooth"]
    assert "CO-50" in read["denials.0.carc"]
    assert "CO-50" in read["denials.0.group"]
    assert read["claim.lines.0.surfaces"] == ""


def test_an_address_that_a_draft_takes_from_the_letter_stands_to_be_confirmed() -> None:
    shown = {field.name: field for group in groups(READ, LETTER) for field in group.fields}["facts.appeals_address"]
    assert shown.value == "Appeals Unit, P.O. Box 5590, Duluth MN 55802"
    assert "Send appeals to" in shown.read
    form = {"facts.appeals_address": shown.value}
    assert taken(READ, form, who="dana", on=date(2026, 11, 22))["facts"] == []
    changed = taken(READ, {"facts.appeals_address": "PO Box 1, Anoka MN 55303"}, who="dana", on=date(2026, 11, 22))
    assert [fact["who"] for fact in changed["facts"]] == ["dana"]
