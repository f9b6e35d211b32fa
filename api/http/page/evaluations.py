"""The results of evaluations that come with this installation, and those that were run on it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Request, Response

from api.http.page.shell import ROOT, LooksAsking, Page, shown
from api.http.service import service_of

router = APIRouter(prefix=ROOT, route_class=Page, include_in_schema=False)

#: A longer table shows its totals first, and the rest on demand.
_LONG = 25


@dataclass
class Table:
    """Heads and rows; ``totals`` are the rows that name something in their first cell."""

    heads: list[str]
    rows: list[list[str]] = field(default_factory=list)

    @property
    def totals(self) -> list[list[str]]:
        """The rows to show first: all of a short table."""
        return self.rows if len(self.rows) <= _LONG else [row for row in self.rows if row[0]]


@dataclass
class Result:
    """One file of results: its title, and text and tables in order."""

    title: str
    parts: list[str | Table] = field(default_factory=list)


@router.get("/evaluations")
def evaluations(request: Request, caller: LooksAsking) -> Response:
    """The figures, file by file."""
    del caller
    return shown(request, "evaluations.html", runs=last_runs(service_of(request).runs), results=list(_results()))


def last_runs(folder: Path | None) -> Table | None:
    """The runs that are kept on this installation, newest first; nothing where there are none."""
    from evals.journal import past_runs

    heads = ["started", "verdict", "passed", "suites", "cases", "model", "split", "seconds", "commit"]
    rows = [
        [
            run.started.replace("T", " ")[:16],
            f"no verdict: {run.undecided}" if run.undecided else "passed" if run.passed else "FAILED",
            "{:,} of {:,}".format(*run.total),
            ", ".join(f"{suite} {passed}/{of}" for suite, (passed, of) in run.suites.items()),
            " ".join(filter(None, ("own cases" if run.own else "", run.sample and f"sample, {run.sample}"))) or "all",
            run.model,
            run.split,
            f"{run.seconds:.0f}",
            run.commit,
        ]
        for run in (past_runs(folder) if folder else ())
    ]
    return Table(heads, rows) if rows else None


def _results() -> Iterator[Result]:
    folder = files("evals").joinpath("results")
    if not folder.is_dir():
        return
    for file in sorted(folder.iterdir(), key=lambda each: each.name):
        name, _, kind = file.name.rpartition(".")
        if kind == "md":
            yield report(name.replace("_", " "), file.read_text(encoding="utf-8"))
        elif kind == "json":
            yield _stored(name.replace("_", " "), file.read_text(encoding="utf-8"))


def report(name: str, text: str) -> Result:
    """A report in Markdown: its title, paragraphs and tables."""
    result = Result(name)
    for block in text.replace("\r\n", "\n").split("\n\n"):
        lines = [line.strip() for line in block.strip().splitlines()]
        if not lines:
            continue
        if lines[0].startswith("# "):
            result.title = lines.pop(0)[2:]
        if lines and lines[0].startswith("|"):
            heads, *rows = [_cells(line) for line in lines if line.startswith("|")]
            wide = len(heads)
            kept = [(row + [""] * wide)[:wide] for row in rows if not set("".join(row)) <= set("-: ")]
            result.parts.append(Table(heads, kept))
        elif lines:
            result.parts.append(_plain(" ".join(lines)))
    return result


def _stored(name: str, text: str) -> Result:
    try:
        content = json.loads(text)
    except ValueError:
        return Result(name, ["The file is not JSON."])
    return Result(name, [Table(["figure", "value"], [list(each) for each in _figures(content)])])


def _figures(content: Any, path: str = "", depth: int = 0) -> Iterator[tuple[str, str]]:
    """The single values of a result, three levels deep."""
    if isinstance(content, dict) and depth < 3:
        for name, value in content.items():
            yield from _figures(value, f"{path} {name}".strip().replace("_", " "), depth + 1)
    elif isinstance(content, bool | int | float | str):
        yield path, f"{content:.4g}" if isinstance(content, float) else str(content)[:200]


def _cells(line: str) -> list[str]:
    return [_plain(cell.strip()) for cell in line.strip("|").split("|")]


def _plain(text: str) -> str:
    return text.replace("**", "").replace("`", "").lstrip("# ")
