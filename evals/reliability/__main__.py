"""``python -m evals.reliability [--short] [--only ROW...] [--tries SHARE] [-o FILE]``: what must never happen, tried.

Every finished row is kept beside the table, in a file of the same name that ends with ``.jsonl``. A row that was
finished at this commit with as many tries is not tried again, so that the table can be made piece by piece; each row
names its commit. Ends with 1 where a row failed.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Collection, Iterator
from datetime import UTC, datetime
from pathlib import Path

from evals.metadata import program_commit
from evals.reliability.plans import FULL, SHORT, Plan, Size, plans, scaled
from evals.reliability.row import Row, Rows, Tried, table, timed


def rows(size: Size, only: Collection[str] = (), *, kept: Rows | None = None, commit: str = "") -> Iterator[Row]:
    """Every row, tried; ``only`` names rows or areas. What is kept of this commit is not tried again."""
    with tempfile.TemporaryDirectory() as place:
        for plan in plans(size, Path(place)):
            if only and not {plan.area, plan.name} & set(only):
                continue
            held = kept.of(plan.name) if kept else None
            if held is not None and held.stands_for(plan.size, commit):
                yield held
            else:
                row = tried(plan, commit)
                if kept:
                    kept.add(row)
                yield row


def tried(plan: Plan, commit: str = "") -> Row:
    """A row that could not be tried proves nothing and says why; the others are tried all the same."""
    try:
        counted, seconds = timed(plan.work)
    except (RuntimeError, OSError, subprocess.TimeoutExpired) as error:
        counted, seconds = Tried(0, 0, (f"not tried: {type(error).__name__}: {error}"[:300],)), 0.0
    on = f"{datetime.now(UTC):%Y-%m-%d}"
    return Row(plan.area, plan.what, counted, seconds, plan.most, plan.name, plan.size, commit, on)


def main() -> int:
    """Print the rows as they are known, and write the table after each."""
    given = _parser().parse_args()
    size = SHORT if given.short else scaled(FULL, given.tries, given.limit)
    order = [plan.name for plan in plans(FULL, Path())]
    if given.list:
        for plan in plans(size, Path()):
            sys.stdout.write(
                f"{plan.name:<16} {plan.area:<15} {'all' if plan.size is None else plan.size:>6}  {plan.what}\n"
            )
        return 0
    areas = {plan.area for plan in plans(FULL, Path())}
    if unknown := set(given.only) - areas - set(order):
        sys.stderr.write(f"no row or area is called {', '.join(sorted(unknown))}; --list names them\n")
        return 2
    commit = program_commit("tests") or "unknown"
    kept = Rows(given.out.with_suffix(".jsonl")) if given.out else None
    if kept and given.again:
        kept.forget(given.only)
    done = []
    for row in rows(size, given.only, kept=kept, commit=commit):
        sys.stdout.write(f"{row}\n")
        sys.stdout.flush()
        done.append(row)
        if kept:
            given.out.write_text(table(kept.all(order)), encoding="utf-8")
    return 0 if done and all(row.ok for row in done) else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m evals.reliability", description="What must never happen, tried.")
    parser.add_argument("--short", action="store_true", help="seconds instead of hours")
    parser.add_argument("--limit", type=int, help="so many cases of each suite of labelled cases")
    parser.add_argument("--tries", type=float, default=1.0, help="share of the full number of tries of the other rows")
    parser.add_argument("--only", nargs="+", default=(), help="rows or areas to try, such as kill-plain or privacy")
    parser.add_argument("--list", action="store_true", help="name the rows with their tries, and try nothing")
    parser.add_argument("--again", action="store_true", help="try also what was finished at this commit")
    parser.add_argument("-o", "--out", type=Path, help="write the table here, and what is kept of it beside it")
    return parser


if __name__ == "__main__":
    sys.exit(main())
