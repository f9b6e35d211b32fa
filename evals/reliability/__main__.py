"""``python -m evals.reliability [--short] [-o FILE]``: the table; ends with 1 where a row failed."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple

from assistant.settings import load_settings
from evals.benches import kill_rounds
from evals.reliability import files, store
from evals.reliability.row import Row, Tried, table, timed
from evals.run import chosen, run_cases
from evals.suites import suite_named

SEED = 7


class Size(NamedTuple):
    """How many tries of each row. ``cases`` is the limit of every suite of labelled cases."""

    kills: int
    chroma_kills: int
    writers: int
    records: int
    documents: int
    tampered: int
    deliveries: int
    cases: int | None


FULL = Size(200, 20, 20, 20_000, 1_500, 200, 1_000, None)
SHORT = Size(0, 0, 1, 400, 40, 20, 60, 0)


def rows(size: Size) -> Iterator[Row]:
    """Every row, the quick ones first. A row of no tries is left out."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        yield timed(
            "audit", "a changed or removed line goes unseen", lambda: store.tampered(folder, size.tampered, SEED)
        )
        yield timed(
            "deliveries",
            "a repeated delivery is lost or done twice",
            lambda: store.repeated(folder, size.deliveries, SEED),
        )
        yield timed("durability", "two writers at once", lambda: store.two_writers(folder, size.writers))
        yield timed(
            "hostile files", "X12 or FHIR: other than a reading or a refusal", lambda: files.records(size.records, SEED)
        )
        yield timed(
            "hostile files",
            "documents: other than a reading or a refusal",
            lambda: files.documents(folder / "office", size.documents, SEED),
        )
        for kind, rounds in (("plain", size.kills), ("chroma", size.chroma_kills)):
            if rounds:
                what = f"kill -9 ({kind}): lost, doubled, torn or out of step"
                yield timed("durability", what, partial(_killed, rounds, kind))
    if size.cases == 0:
        return
    yield timed("privacy", "an identifier is still readable", lambda: _suite("privacy", size.cases))
    yield timed("injection", "a hidden order shows in an answer", lambda: _suite("injection", size.cases))
    yield timed("model faults", "a turn ends in neither answer nor honest no", lambda: _suite("faults", size.cases))
    yield timed("planted errors", "an error in a letter or wording is missed", lambda: _planted(size.cases), 0.05)


def _killed(rounds: int, kind: str) -> Tried:
    tally = kill_rounds.run(rounds, kind)
    bad = tally.lost + tally.doubled + tally.torn + tally.diverged
    return Tried(tally.rounds, bad, () if tally.ok else (kill_rounds.report(tally, kind),))


def _suite(name: str, limit: int | None) -> Tried:
    suite = suite_named(name)
    results = run_cases({name: suite}, chosen([suite], limit=limit), load_settings())
    failed = tuple(f"{each.name}: {'; '.join(each.failures)}" for each in results if each.passed is False)
    return Tried(sum(each.passed is not None for each in results), len(failed), failed)


def _planted(limit: int | None) -> Tried:
    """Error by error, not draft by draft."""
    suite = suite_named("planted")
    results = run_cases({"planted": suite}, chosen([suite], limit=limit), load_settings())
    missed = tuple(line for each in results for line in each.evidence)
    tries = 0
    for each in results:
        compared = next((s.compared for s in each.scores if s.name == "planted errors found"), "")
        tries += int(compared.split(" ", 1)[0]) if compared else 0
    return Tried(tries, len(missed), missed)


def main() -> int:
    """Print the rows as they are known, then write the table."""
    parser = argparse.ArgumentParser(prog="python -m evals.reliability", description=__doc__)
    parser.add_argument("--short", action="store_true", help="seconds instead of an hour")
    parser.add_argument("--limit", type=int, help="so many cases of each suite of labelled cases")
    parser.add_argument("--tries", type=float, default=1.0, help="share of the full number of tries of the other rows")
    parser.add_argument("-o", "--out", type=Path, help="write the table here")
    given = parser.parse_args()
    size = SHORT if given.short else _scaled(FULL, given.tries, given.limit)
    done = []
    for row in rows(size):
        sys.stdout.write(f"{row}\n")
        sys.stdout.flush()
        done.append(row)
    if given.out:
        command = " ".join(["python -m evals.reliability", *sys.argv[1:]])
        given.out.write_text(table(command, done), encoding="utf-8")
    return 0 if all(row.ok for row in done) else 1


def _scaled(size: Size, share: float, limit: int | None) -> Size:
    tries = {name: max(1, round(number * share)) for name, number in size._asdict().items() if name != "cases"}
    return size._replace(**tries, cases=limit)


if __name__ == "__main__":
    sys.exit(main())
