"""A row of the table."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from evals.bounds import exact_upper


@dataclass(frozen=True)
class Tried:
    """What a row counted; ``failed`` names the first of what went wrong."""

    tries: int
    failures: int
    failed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Row:
    """One line. ``most`` is the share of failures that is allowed; nought means that none may be."""

    area: str
    what: str
    tried: Tried
    seconds: float
    most: float = 0.0

    @property
    def ok(self) -> bool:
        """Whether no more failed than may; a row that tried nothing proves nothing."""
        return self.tried.tries > 0 and self.tried.failures <= self.most * self.tried.tries

    def __str__(self) -> str:
        tried = self.tried
        bound = f"{exact_upper(tried.failures, tried.tries):.2%}"
        allowed = "0" if not self.most else f"{self.most:.0%}"
        state = "ok" if self.ok else "FAILED"
        return (
            f"| {self.area} | {self.what} | {tried.tries:,} | {tried.failures} | {bound} | {allowed} | {state} | "
            f"{self.seconds:.0f} |"
        )


def timed(area: str, what: str, work: Callable[[], Tried], most: float = 0.0) -> Row:
    """Do the work of a row."""
    started = time.perf_counter()
    tried = work()
    return Row(area, what, tried, time.perf_counter() - started, most)


def table(command: str, rows: Sequence[Row]) -> str:
    """The rows as Markdown."""
    lines = [
        "# Reliability",
        "",
        f"Made by `{command}`; seeds are fixed. The bound is the one-sided 95 % upper bound of the rate of failures",
        "(Clopper and Pearson; 3/N where there were none).",
        "",
        "| area | what must not happen | tries | failures | 95 % bound | allowed | | seconds |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
        *map(str, rows),
    ]
    for row in rows:
        if row.tried.failed:
            lines += ["", f"## {row.area}: {row.what}", "", *(f"- {each}" for each in row.tried.failed[:8])]
    return "\n".join(lines) + "\n"
