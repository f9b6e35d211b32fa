"""Two models side by side, for the terminal, Markdown, JSON and the page; JUnit XML is that of the hosted run."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from evals.beside import Beside, Cost, Line
from evals.record import Count
from evals.report import check_ending
from evals.report.junit import as_junit
from evals.report.page import as_page
from evals.report.table import verdict_lines

#: What is said below every table.
MEANING = (
    "Difference in points, hosted less embedded; p is McNemar's, exact, over the cases that only one of them passes. "
    "Of twenty lines without any difference one is below 0.05 by chance."
)
HEADS = ("suite", "slice", "embedded", "hosted", "difference", "only embedded", "only hosted", "p")


def write(path: Path, found: Beside) -> None:
    """Write what the ending of the name asks for."""
    check_ending(path)
    judged = found.hosted.model_copy(update={"verdict": found.verdict})
    makers: dict[str, Callable[[], str]] = {
        ".json": lambda: as_json(found),
        ".html": lambda: as_page(judged, (found.embedded,), beside=section(found)),
        ".xml": lambda: as_junit(judged),
        ".md": lambda: as_markdown(found),
    }
    text = makers[path.suffix.lower()]()
    path.write_text(text, encoding="utf-8")


def as_json(found: Beside) -> str:
    """The table and both runs."""
    return found.model_dump_json(indent=1) + "\n"


def cells(line: Line) -> tuple[str, ...]:
    """A line in words, under ``HEADS``."""
    moved = "-" if line.difference is None else f"{100 * line.difference:+.1f}"
    only = (str(line.only_embedded), str(line.only_hosted))
    return (line.suite, line.slice, _share(line.embedded), _share(line.hosted), moved, *only, f"{line.p:.3f}")


def about(found: Beside) -> Iterator[str]:
    """Who answered, what it took, and how both stand with the floors."""
    mine = found.hosted_cost
    if mine.told:
        yield (
            f"{found.model} answered {mine.by_itself} of {mine.told} by itself; in the others rules settled the "
            "request, or the embedded model took its place."
        )
    yield f"Embedded {_took(found.embedded_cost)}; {found.model} {_took(mine)}."
    for name, run in (("embedded", found.embedded), (found.model, found.hosted)):
        yield from (f"{name}: {said.strip()}" for said in verdict_lines(run.verdict))


def as_text(found: Beside, *, slices: bool = True) -> str:
    """The table with aligned columns; slices stand below their suite."""
    shown = [cells(line) for line in found.lines if slices or not line.slice]
    rows = [("suite", *HEADS[2:]), *((f"  {part}"[:30] if part else suite, *rest) for suite, part, *rest in shown)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join((*(_aligned(row, widths) for row in rows), "", *about(found), MEANING))


def as_markdown(found: Beside) -> str:
    """The table as a committed file."""
    made = found.hosted.metadata
    lines = [
        f"# Embedded beside {found.model}",
        "",
        f"Made by `{found.command}`, {made.started[:10]}. Commit {made.commit or 'unknown'}, corpus {made.corpus}, "
        f"prompts {made.prompts}.",
        "",
        f"| {' | '.join(HEADS)} |",
        f"|{' --- |' * len(HEADS)}",
    ]
    for line in found.lines:
        suite, *rest = cells(line)
        lines.append(f"| {'' if line.slice else f'**{suite}**'} | {' | '.join(rest)} |")
    return "\n".join((*lines, "", *(f"- {line}" for line in about(found)), "", MEANING)) + "\n"


def section(found: Beside) -> dict[str, object]:
    """What the page shows of it."""
    rows = [(cells(line), not line.slice, line.p < 0.05) for line in found.lines]
    return {"model": found.model, "heads": HEADS, "rows": rows, "about": list(about(found)), "meaning": MEANING}


def _aligned(row: Sequence[str], widths: Sequence[int]) -> str:
    """The name to the left, everything else to the right."""
    return "  ".join((row[0].ljust(widths[0]), *map(str.rjust, row[1:], widths[1:])))


def _share(counted: Count) -> str:
    return "-" if counted.share is None else f"{counted.passed}/{counted.of} {counted.share:.1%}"


def _took(cost: Cost) -> str:
    used = f", {cost.stopped} cases stopped with an error" if cost.stopped else ""
    used += f", {cost.tokens_in:,} tokens in and {cost.tokens_out:,} out" if cost.tokens_in or cost.tokens_out else ""
    return f"took {cost.seconds:.0f} s{used}"
