"""A row of the table, and the rows that are kept so that the table can be made piece by piece."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from evals.bounds import exact_upper


@dataclass(frozen=True)
class Tried:
    """What a row counted; ``failed`` names the first of what went wrong."""

    tries: int
    failures: int
    failed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Row:
    """One line. ``most`` is the share of failures that is allowed; nought means that none may be.

    ``size`` is how much was asked of it, ``None`` for all that there is; ``commit`` is that of the program, with a plus
    sign where files differed from it.
    """

    area: str
    what: str
    tried: Tried
    seconds: float
    most: float = 0.0
    name: str = ""
    size: int | None = None
    commit: str = ""
    on: str = ""

    @property
    def ok(self) -> bool:
        """Whether no more failed than may; a row that tried nothing proves nothing."""
        return self.tried.tries > 0 and self.tried.failures <= self.most * self.tried.tries

    def stands_for(self, size: int | None, commit: str) -> bool:
        """Whether the row need not be tried: finished at this very commit, with as much as is asked."""
        enough = self.size is None or (size is not None and self.size >= size)
        return enough and self.tried.tries > 0 and self.commit == commit and not commit.endswith("+")

    def __str__(self) -> str:
        tried = self.tried
        bound = f"{exact_upper(tried.failures, tried.tries):.2%}"
        allowed = "0" if not self.most else f"{self.most:.0%}"
        state = "ok" if self.ok else "FAILED"
        return (
            f"| {self.area} | {self.what} | {tried.tries:,} | {tried.failures} | {bound} | {allowed} | {state} | "
            f"{self.seconds:.0f} | {self.name} | {self.commit} |"
        )


class Rows:
    """The finished rows in a file, one line each; of rows with one name the last counts."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def _read(self) -> Iterator[Row]:
        lines = self._path.read_text(encoding="utf-8").splitlines() if self._path.exists() else []
        for line in lines:
            if line.endswith("}"):  # else cut off by an interruption
                held = json.loads(line)
                counted = held.pop("tried")
                yield Row(tried=Tried(counted["tries"], counted["failures"], tuple(counted["failed"])), **held)

    def of(self, name: str) -> Row | None:
        """The row of this name."""
        return {row.name: row for row in self._read()}.get(name)

    def all(self, order: Sequence[str]) -> list[Row]:
        """Every row, in this order of names; a row that is no longer one is left out."""
        held = {row.name: row for row in self._read()}
        return [held[name] for name in order if name in held]

    def add(self, row: Row) -> None:
        """Keep a row at once; what another process adds meanwhile stays."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with self._path.open("a", encoding="utf-8") as stream:
            stream.write(json.dumps(asdict(row), ensure_ascii=False) + "\n")

    def forget(self, only: Collection[str]) -> None:
        """Drop the rows of these names or areas; all of them where none is named."""
        left = [row for row in self._read() if only and not {row.name, row.area} & set(only)]
        self._path.unlink(missing_ok=True)
        for row in left:
            self.add(row)


def timed(work: Callable[[], Tried]) -> tuple[Tried, float]:
    """Do the work of a row; what it counted, and the seconds that it took."""
    started = time.perf_counter()
    return work(), time.perf_counter() - started


def table(rows: Sequence[Row]) -> str:
    """The rows as Markdown."""
    days = sorted({row.on for row in rows if row.on})
    when = f" on {days[0]}" + (f" to {days[-1]}" if days[1:] else "") if days else ""
    lines = [
        "# Reliability",
        "",
        f"Made by `python -m evals.reliability -o evals/results/reliability.md`{when}, in one run or row by row with",
        "`--only ROW`; seeds are fixed. The bound is the one-sided 95 % upper bound of the rate of failures (Clopper",
        "and Pearson; 3/N where there were none). The commit is the last one that changed the program when the row was",
        "tried; a plus sign says that files differed from it.",
        "",
        "| area | what must not happen | tries | failures | 95 % bound | allowed | | seconds | row | commit |",
        "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |",
        *map(str, rows),
    ]
    for row in rows:
        if row.tried.failed:
            lines += ["", f"## {row.area}: {row.what}", "", *(f"- {each}" for each in row.tried.failed[:8])]
    return "\n".join(lines) + "\n"
