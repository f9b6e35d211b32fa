"""A request that was sent twice is carried out once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from assistant.domain.caller import Caller
from assistant.store.engine import open_engine
from assistant.store.idempotency import (
    ABANDONED,
    KEPT,
    IdempotentAnswers,
    KeptAnswer,
    SameKeyOtherRequest,
    StillRunning,
)
from assistant.store.seal import Seal

ONE = Caller(practice="one", user="dana")
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
ANSWER = KeptAnswer(201, b'{"id": "case_1"}')


@pytest.fixture
def kept(tmp_path: Path) -> IdempotentAnswers:
    return IdempotentAnswers(open_engine(f"sqlite:///{tmp_path / 'x.sqlite'}"), Seal(bytes(32)))


def test_the_second_gets_the_answer_of_the_first(kept: IdempotentAnswers) -> None:
    assert kept.begin(ONE, "k", "digest", at=NOW) is None
    with pytest.raises(StillRunning):
        kept.begin(ONE, "k", "digest", at=NOW)
    kept.finish(ONE, "k", ANSWER)
    assert kept.begin(ONE, "k", "digest", at=NOW) == ANSWER
    with pytest.raises(SameKeyOtherRequest):
        kept.begin(ONE, "k", "other digest", at=NOW)


@pytest.mark.parametrize("other", [Caller(practice="two", user="dana"), Caller(practice="one", user="kim")])
def test_a_key_is_its_callers_own(kept: IdempotentAnswers, other: Caller) -> None:
    kept.begin(ONE, "k", "digest", at=NOW)
    kept.finish(ONE, "k", ANSWER)
    assert kept.begin(other, "k", "digest", at=NOW) is None


def test_what_failed_or_died_frees_its_key(kept: IdempotentAnswers) -> None:
    kept.begin(ONE, "k", "digest", at=NOW)
    kept.forget(ONE, "k")
    assert kept.begin(ONE, "k", "other", at=NOW) is None
    assert kept.begin(ONE, "k", "third", at=NOW + ABANDONED + timedelta(seconds=1)) is None


def test_answers_are_kept_a_day(kept: IdempotentAnswers) -> None:
    kept.begin(ONE, "k", "digest", at=NOW)
    kept.finish(ONE, "k", ANSWER)
    assert kept.count() == 1
    assert kept.begin(ONE, "k", "other", at=NOW + KEPT + timedelta(seconds=1)) is None
