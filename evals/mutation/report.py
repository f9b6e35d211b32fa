"""The figures of mutants tried, and what is kept of them so that a later run goes on."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

from evals.bounds import exact_upper
from evals.mutation.mutants import Mutant
from evals.mutation.run import SEED, Drawn, Tried, name_of


class Kept:
    """One line a mutant that was tried at a commit."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._path = path

    def results(self) -> dict[str, tuple[bool, float]]:
        """Killed or not, and the seconds that it took, by name; a line that was cut off is none."""
        lines = self._path.read_text(encoding="utf-8").splitlines() if self._path.exists() else []
        whole = [json.loads(line) for line in lines if line.endswith("}")]
        return {row["name"]: (row["killed"], row["seconds"]) for row in whole}

    def add(self, tried: Tried, seconds: float) -> None:
        """Keep a result at once."""
        row = {"name": name_of(tried.path, tried.mutant), "killed": tried.killed, "seconds": round(seconds, 2)}
        with self._path.open("a", encoding="utf-8") as stream:
            stream.write(json.dumps(row | {"what": str(tried)}) + "\n")

    def tried(self, every: Sequence[Drawn]) -> list[Tried]:
        """What is kept of these mutants."""
        held = self.results()
        named = ((name_of(*each), each) for each in every)
        return [Tried(*each, held[name][0]) for name, each in named if name in held]

    def forget(self) -> None:
        """Start anew."""
        self._path.unlink(missing_ok=True)


@cache
def equivalent() -> Mapping[tuple[str, str, str], str]:
    """Why a change changes nothing that can be seen, by module, changed line and change; judged by a person."""
    rows: list[dict[str, Any]] = yaml.safe_load(
        files("evals").joinpath("mutation", "equivalent.yaml").read_text(encoding="utf-8")
    )
    return {(row["module"], row["line"], row["change"]): row["why"] for row in rows or ()}


def why_equivalent(path: Path, mutant: Mutant, source: str) -> str | None:
    """The reason for which a survivor was judged to be no change at all; ``None`` for any other."""
    lines = source.splitlines()
    line = lines[mutant.line - 1].strip() if 0 < mutant.line <= len(lines) else ""
    return equivalent().get((path.as_posix(), line, mutant.what))


def report(command: str, tried: Sequence[Tried], of: int, seconds: float, *, commit: str = "", same: int = 0) -> str:
    """The figures by place and by kind of change, then every survivor; ``same`` survivors were judged no change."""
    killed = sum(each.killed for each in tried)
    left = len(tried) - killed - same
    lines = [
        "# Mutation testing of codes and rules",
        "",
        f"Made by `{command}` at commit {commit or 'unknown'}: {len(tried):,} of {of:,} mutants tried, "
        f"{killed:,} killed, {left:,} survived, {same:,} judged equivalent. Drawn with seed {SEED}, one of every",
        f"module before a second of any; {seconds / 60:.0f} min of work.",
        "A mutant is killed when the tests that answer for its module fail: first those that call the changed",
        "function, then all of its package. The bound is the one-sided 95 % upper bound of the share that survives",
        "(Clopper and Pearson), equivalent ones left out. Survivors may hold more that change nothing to be seen.",
        "Left alone is what stops a programmer's mistake and changes no result: `strict`, `frozen`, `slots`.",
        "",
        "| what | tried | killed | share | survive at most |",
        "| --- | --- | --- | --- | --- |",
        _line("all", tried, same),
    ]
    lines += [_line(place, [e for e in tried if _place(e) == place]) for place in sorted({*map(_place, tried)})]
    kinds = sorted({each.mutant.kind for each in tried})
    lines += [_line(f"{kind} changed", [e for e in tried if e.mutant.kind == kind]) for kind in kinds]
    return "\n".join((*lines, *_survivors(tried, kinds))) + "\n"


def _survivors(tried: Sequence[Tried], kinds: Sequence[str]) -> Iterator[str]:
    for kind in kinds:
        left = sorted(f"- {each}" for each in tried if each.mutant.kind == kind and not each.killed)
        if left:
            yield from ("", f"## Survivors, {kind}", "", *left)


def _place(each: Tried) -> str:
    parts = each.path.parts
    return "/".join(parts[:3]) if "drafts" in parts else "/".join(parts[:2])


def _line(name: str, tried: Sequence[Tried], same: int = 0) -> str:
    killed, of = sum(each.killed for each in tried), len(tried) - same
    share = f"{killed / of:.1%}" if of else "-"
    return f"| {name} | {len(tried)} | {killed} | {share} | {exact_upper(of - killed, of):.1%} |"
