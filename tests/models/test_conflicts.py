"""Limits of one payer that do not agree are shown side by side, each with its date."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.conversation.proof import Held
from assistant.domain.artifacts import FrequencyFound
from assistant.domain.base import Period
from assistant.domain.policy import Hit, Limit, Passage, Requirement
from assistant.models.embedded.conflicts import approvals, differing, differing_quotes
from assistant.models.embedded.table_parts import frequency_part

OLD, NEW = "A guard is paid once in 60 months.", "Since May a guard is paid once in 36 months."


def limit(document: str, since: date, quote: str, **told: object) -> Limit:
    values = {"codes": ("D9944",), "kind": "frequency", "window": 60, "window_unit": "month", **told}
    return Limit.model_validate(
        {
            **values,
            "payer": "Metro PPO",
            "period": Period(effective_from=since),
            "passage": f"{document}#1",
            "quote": quote,
        }
    )


MANUAL = limit("manual", date(2026, 1, 1), OLD)


@pytest.mark.parametrize(
    ("told", "differs"),
    [
        ({"window": 36}, True),
        ({"count": 2}, True),
        ({"window": 5, "window_unit": "year"}, False),
        ({"window": 3, "window_unit": "year"}, True),
        ({"window": 1, "window_unit": "calendar_year"}, False),
        ({"window": 36, "per": "arch"}, False),
        ({"window": 36, "kind": "replacement"}, False),
        ({"window": 36, "codes": ("D9944", "D9945")}, False),
    ],
)
def test_only_the_same_thing_is_compared(told: dict[str, object], differs: bool) -> None:
    bulletin = limit("bulletin", date(2026, 5, 1), NEW, **told)
    assert (differing([MANUAL, bulletin]) == (bulletin, MANUAL)) is differs


def test_clauses_of_one_document_are_no_conflict() -> None:
    assert differing([MANUAL, limit("manual", date(2026, 1, 1), NEW, window=36)]) is None


def test_both_are_quoted_with_their_dates_and_proved() -> None:
    bulletin = limit("bulletin", date(2026, 5, 1), NEW, window=36)
    passages = tuple(
        Passage(
            key=each.passage,
            document=each.passage.partition("#")[0],
            title="t",
            section="s",
            payer="Metro PPO",
            text=each.quote,
            ordinal=0,
            effective_from=each.period.effective_from,
        )
        for each in (MANUAL, bulletin)
    )
    found = FrequencyFound(
        key="frequency:D9944",
        basis="limits",
        passages=passages,
        code="D9944",
        label="Night guard",
        on=date(2026, 6, 1),
        payer="Metro PPO",
        limits=(MANUAL, bulletin),
    )
    part = frequency_part(found)
    said = [statement.text for statement in part.statements]
    assert part.standing == "caveat"
    assert "May 1, 2026" in said[0]
    assert "January 1, 2026" in said[0]
    assert [NEW in said[1], OLD in said[2]] == [True, True]
    held = Held.of([found], {"Metro PPO"}, "")
    assert [held.problem(statement) for statement in part.statements] == ["", "", ""]


def hit(document: str, payer: str, text: str) -> Hit:
    passage = Passage(
        key=f"{document}#1", document=document, title=document, section="", text=text, payer=payer, ordinal=0
    )
    return Hit(passage=passage, score=1.0)


@pytest.mark.parametrize(
    ("other", "differs"),
    [
        ("Claims are due within 180 days of the date of service.", True),
        ("Claims are due within 365 days of the date of service.", False),
        ("A second appeal follows within 45 days of the first answer.", False),
        ("Claims are due within 180 days of the date of service, corrected ones within 90 days.", False),
    ],
)
def test_filing_times_of_two_documents(other: str, differs: bool) -> None:
    one = "Claims are due within 365 days of the date of service."
    chosen = [(hit("manual", "Metro PPO", one), one), (hit("bulletin", "Metro PPO", other), other)]
    assert (differing_quotes(chosen) is not None) is differs
    same = [(hit("manual", "Metro PPO", one), one), (hit("manual", "Metro PPO", other), other)]
    assert differing_quotes(same) is None


def test_an_approval_that_one_document_asks_for_and_another_does_not() -> None:
    def asks(document: str, needed: bool, **told: object) -> Requirement:
        values = {"kind": "prior_authorization", "codes": ("E0486",), "needed": needed, "document": document, **told}
        return Requirement.model_validate(values)

    pair = approvals([asks("manual", True), asks("bulletin", False)])
    assert pair is not None
    assert {each.document for each in pair} == {"manual", "bulletin"}
    assert approvals([asks("manual", True), asks("bulletin", True)]) is None
    assert approvals([asks("manual", True), asks("bulletin", False, condition="under 500 dollars")]) is None
    assert approvals([asks("manual", True), asks("bulletin", False, codes=("D2740",))]) is None
