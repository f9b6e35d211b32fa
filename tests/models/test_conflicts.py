"""Limits of one payer that do not agree are shown side by side, each with its date."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.conversation.proof import Held
from assistant.domain.artifacts import FrequencyFound
from assistant.domain.base import Period
from assistant.domain.policy import Limit, Passage
from assistant.models.embedded.conflicts import differing
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
