"""Rows that count what other commands try: labelled suites, killed writers, Slack deliveries, removed filters."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

from assistant.settings import load_settings
from evals.benches import kill_rounds, slack
from evals.mutation.run import drawn, run
from evals.record import Judged
from evals.reliability.row import Tried
from evals.run import chosen, run_cases
from evals.suites import suite_named

#: Minutes after which no further filter is removed.
_MINUTES = 60.0


def suite(name: str, limit: int | None) -> Tried:
    """Every case of a suite that could be scored."""
    results = _judged(name, limit)
    failed = tuple(f"{each.name}: {'; '.join(each.failures)}" for each in results if each.passed is False)
    return Tried(sum(each.passed is not None for each in results), len(failed), failed)


def _judged(name: str, limit: int | None) -> tuple[Judged, ...]:
    held = suite_named(name)
    return run_cases({name: held}, chosen([held], limit=limit), load_settings())


class Planted:
    """Errors planted in letters, counted error by error and not letter by letter; run once for both rows."""

    def __init__(self, limit: int | None) -> None:
        self._limit = limit

    @cached_property
    def _results(self) -> tuple[Judged, ...]:
        return _judged("planted", self._limit)

    def missed(self) -> Tried:
        """Planted errors that were not noticed."""
        return self._counted("planted errors found")

    def alarms(self) -> Tried:
        """Harmless edits that were called errors."""
        return self._counted("harmless edits left alone")

    def _counted(self, name: str) -> Tried:
        scores = [score for each in self._results for score in each.scores if score.name == name]
        tries = wrong = 0
        for score in scores:
            if score.value is not None:
                of = int(score.compared.split(" ", 1)[0])
                tries, wrong = tries + of, wrong + round((1 - score.value) * of)
        return Tried(tries, wrong, tuple(s.why for s in scores if s.value is not None and s.value < 1))


def killed(rounds: int, kind: str) -> Tried:
    """Writers killed at random moments."""
    tally = kill_rounds.run(rounds, kind)
    bad = tally.lost + tally.doubled + tally.torn + tally.diverged
    return Tried(tally.rounds, bad, () if tally.ok else (kill_rounds.report(tally, kind),))


def slack_deliveries(deliveries: int, seed: int) -> Tried:
    """Random deliveries over Socket Mode to the door in a process of its own."""
    made = slack.deliver_at_random(questions=max(2, deliveries * 2 // 5), deliveries=max(60, deliveries), seed=seed)
    told = f"{made.duplicates} duplicates, {made.losses} losses of {made.questions} questions"
    bad = made.duplicates + made.losses
    return Tried(made.deliveries, bad, (told,) if bad else ())


def removed_filters(most: int) -> Tried:
    """Comparisons with the caller's practice, each removed once."""
    tried = list(run(drawn([Path("assistant/store")], tenancy=True)[:most], _MINUTES))
    left = tuple(str(each) for each in tried if not each.killed)
    return Tried(len(tried), len(left), left)
