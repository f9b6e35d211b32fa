"""Every case of the hand-made table, every code of the table, and what must never come out."""

import csv
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.benefits.denials import decode_denial
from assistant.benefits.reason_pair import Given, of_category
from assistant.tables.reasons import PhraseRow, categories, phrases, reason_rows

CASES = list(csv.DictReader((Path(__file__).parent / "denial_cases.csv").read_text().splitlines()))
SAYS = {"yes": True, "no": False, "maybe": None}
ROWS = sorted(reason_rows())
GROUPS = [None, "CO", "PR", "OA", "PI", "CR"]


@pytest.mark.parametrize("case", CASES, ids=[case["what"] for case in CASES])
def test_hand_made_table(case: dict[str, str]) -> None:
    asked = {name: case[name] or None for name in ("group", "carc", "rarc", "text")}
    reading = decode_denial(**asked)
    assert (reading.category, reading.action) == (case["category"], case["action"])
    assert reading.appealable is SAYS[case["appealable"]]
    assert reading.may_bill_patient is SAYS[case["bill"]]
    assert case["obtain"] in " | ".join(reading.obtain)
    assert reading.why
    assert reading.meaning
    assert reading.patient_meaning


@pytest.mark.parametrize(("system", "code"), ROWS)
def test_every_code_of_the_table_has_a_course(system: str, code: str) -> None:
    row = reason_rows()[system, code]
    assert row.category in categories()
    assert row.obtain or row.role == "informs", "says what to get"
    reading = decode_denial(**{system: code})
    if row.role != "informs":
        assert reading.category == row.category
        assert code in reading.meaning


@settings(max_examples=300, derandomize=True, deadline=None)
@given(
    group=st.sampled_from(GROUPS),
    carc=st.none() | st.sampled_from([code for system, code in ROWS if system == "carc"]),
    remarks=st.lists(st.sampled_from([code for system, code in ROWS if system == "rarc"]), max_size=2),
)
def test_no_reading_contradicts_itself(group: str | None, carc: str | None, remarks: list[str]) -> None:
    reading = decode_denial(group=group, carc=carc, rarc=" ".join(remarks) or None)
    if reading.action == "patient":
        assert reading.may_bill_patient is not False
    if reading.action == "appeal":
        assert reading.appealable is not False
    if group in ("CO", "PI"):
        assert reading.may_bill_patient is False
    if reading.category == "unknown":
        assert reading.why
        assert reading.obtain


@pytest.mark.parametrize("group", GROUPS, ids=str)
@pytest.mark.parametrize(("system", "code"), ROWS)
def test_action_and_billing_agree_for_every_code(system: str, code: str, group: str | None) -> None:
    reading = decode_denial(group=group, **{system: code})
    billed = reading.may_bill_patient
    if reading.action == "patient":
        assert billed is True
    elif reading.action != "appeal":
        assert billed is not True, "another step comes first"
    if reading.action in ("write_off", "bill_other"):
        assert billed is False
    if reading.action == "appeal":
        assert reading.appealable is not False
    assert ("yours to pay" in reading.patient_meaning) == (reading.action == "patient")
    assert ("do not owe" in reading.patient_meaning) == (billed is False)


@pytest.mark.parametrize("phrase", phrases(), ids=lambda phrase: phrase.id)
@pytest.mark.parametrize("group", GROUPS, ids=str)
def test_action_and_billing_agree_for_every_phrase(phrase: PhraseRow, group: str | None) -> None:
    given = Given(group=group, rows=(), codes=())
    row = categories()[phrase.category]
    reading = of_category(given, row, action=phrase.action, quote="words", obtain=phrase.obtain, row_id=phrase.id)
    assert reading.action != "patient" or reading.may_bill_patient is True
    assert reading.action in ("patient", "appeal") or reading.may_bill_patient is not True
    if reading.action == "not_ready" and reading.category != "unknown":
        assert "who bears the amount" in " ".join(reading.obtain)


def test_order_of_remarks_does_not_change_the_course() -> None:
    one = decode_denial(group="CO", carc="16", rarc="N37 N75")
    other = decode_denial(group="CO", carc="16", rarc="N75, N37")
    assert (one.category, one.action, set(one.obtain)) == (other.category, other.action, set(other.obtain))


def test_a_group_outside_the_code_list_is_noted() -> None:
    assert any("OA only" in note for note in decode_denial(group="CO", carc="18").notes)


def test_a_patient_is_told_what_is_owed() -> None:
    assert "do not owe" in decode_denial(carc="CO-50").patient_meaning
    assert "yours to pay" in decode_denial(carc="PR-45").patient_meaning
    assert "do not have to do anything" not in decode_denial(carc="PR-45").patient_meaning


def test_phrase_ids_are_unique_and_categories_known() -> None:
    assert len({row.id for row in phrases()}) == len(phrases())
    assert {row.category for row in phrases()} <= set(categories())


def test_categories_that_go_together_exist() -> None:
    for row in categories().values():
        assert set(row.goes_with) <= set(categories())
