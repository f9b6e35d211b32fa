"""The parts of an assistant are built once, whoever asks for them first."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest

from assistant.bootstrap import _once, build_assistant
from assistant.domain.caller import LOCAL
from assistant.retrieval import shipped
from assistant.settings import Settings


def test_threads_that_ask_first_at_the_same_time_share_one_part() -> None:
    built: list[str] = []
    start = threading.Barrier(8)

    def build(practice: str) -> object:
        time.sleep(0.05)  # long enough for every thread to ask before the first one is served
        built.append(practice)
        return object()

    part = _once(build)

    def ask(number: int) -> object:
        start.wait()
        return part("north" if number % 2 else "south")

    with ThreadPoolExecutor(8) as pool:
        given = list(pool.map(ask, range(8)))
    assert sorted(built) == ["north", "south"]
    assert len(set(map(id, given))) == 2


def test_who_opens_the_threads_finds_none_that_is_past_its_time(tmp_path: Path) -> None:
    made = [
        build_assistant(Settings(home=tmp_path, cache=tmp_path, thread_days=90), today=lambda day=day: day)
        for day in (date(2026, 5, 1), date(2026, 11, 22))
    ]
    for each in made:
        each.office.thread_cases.keep(LOCAL, f"of {each.today}", tmp_path, on=each.today)
    assert made[1].threads(LOCAL) == ()
    kept = [made[1].office.thread_cases.file(LOCAL, f"of {each.today}", since=date.min) for each in made]
    assert kept == [None, tmp_path]
    assert [(line.action, line.subject) for line in made[1].office.audit.lines(LOCAL.practice)] == [
        ("retention", "thread_cases"),
        ("view", "threads"),
    ]


def test_limits_speak_as_soon_as_the_corpus_is_indexed(
    shipped_cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also in a service on a shared database that was started before."""
    settings = Settings(cache=shipped_cache, home=tmp_path, database_url=f"sqlite:///{tmp_path / 'shared.sqlite'}")
    limits = build_assistant(settings, today=lambda: date(2026, 6, 1))._parts.limits("local")
    asked = ("Northlake Dental", "D2740", date(2026, 6, 1))
    with monkeypatch.context() as earlier:
        earlier.setattr(shipped, "is_built", lambda _shelf: False)
        assert limits.limits(*asked) == ()
    assert [limit.window for limit in limits.limits(*asked)] == [60]
