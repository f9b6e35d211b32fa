"""A run for the terminal and for Markdown: suites, slices, weakest slices, the verdict."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from evals.compare import compare
from evals.gate import Floors
from evals.record import Count, Judged, Run, Verdict, count, grouped
from evals.report.notes import Notes

#: Slices with fewer scored cases are too small to be called weak.
SMALL = 5
#: So many failed cases are named in the terminal, and so many held cases in the verdict.
SHOWN = 10
_BROKEN = 5


def as_text(run: Run, held: Mapping[str, Floors], earlier: Sequence[Run] = (), *, slices: bool = False) -> str:
    """One line a suite, with its slices if asked for, then what failed, what changed, and the verdict."""
    changed = _changed(run, earlier)
    rows = (*_rows(run, held, slices), *_unscored(run), "")
    return "\n".join((*rows, *_failed(run), *changed, *verdict_lines(run.verdict)))


def since(run: Run, earlier: Sequence[Run]) -> Run | None:
    """The newest of the earlier runs by the same model, which this one is compared with."""
    return next((each for each in earlier if each.metadata.model == run.metadata.model), None)


def _changed(run: Run, earlier: Sequence[Run]) -> Iterator[str]:
    """What broke and what was fixed since the last run, of the cases that both have."""
    if (last := since(run, earlier)) is None or not (found := compare(last, run)).both:
        return
    named = f": {', '.join(found.broken[:_BROKEN])}" if found.broken else ""
    more = f" and {len(found.broken) - _BROKEN} more" if len(found.broken) > _BROKEN else ""
    told = f"{len(found.broken)} broken since the last run{named}{more}; {len(found.fixed)} fixed"
    yield f"{told}, {found.unchanged} unchanged"


def _failed(run: Run) -> Iterator[str]:
    """Why cases failed, of a run that did not pass; a file of the run has all of them."""
    held = set(run.verdict.broken)
    failed = () if run.verdict.passed else [each for each in run.results if each.passed is False]
    failed = sorted(failed, key=lambda each: each.name not in held)
    for each in failed[:SHOWN]:
        yield f"{each.name}: {'; '.join(' '.join(why.split()) for why in each.failures)}"[:300]
    if len(failed) > SHOWN:
        yield f"and {len(failed) - SHOWN} more: -o out.html shows each"
    if failed:
        yield ""


def _rows(run: Run, held: Mapping[str, Floors], slices: bool) -> Iterator[str]:
    yield f"{'suite':<28} {'passed':>10} {'share':>8}  {'95 % bounds':<16} {'floor':>7} {'seconds':>8}"
    for suite, mine in grouped(run.results, lambda each: each.case.suite).items():
        floor = held.get(suite)
        yield _line(suite, mine, floor.floor if floor else None)
        if slices:
            for name, group in grouped(mine, lambda each: each.case.slice).items():
                yield _line(f"  {name}", group, floor.of(name) if floor else None)
    yield _line("all", run.results, None)


def _unscored(run: Run) -> Iterator[str]:
    """Which cases nothing was compared in: they have neither passed nor failed."""
    names = [each.name for each in run.results if each.passed is None]
    if names:
        more = f" and {len(names) - _BROKEN} more" if len(names) > _BROKEN else ""
        yield f"not scored, nothing is expected of them: {len(names)}: {', '.join(names[:_BROKEN])}{more}"


def _line(name: str, mine: tuple[Judged, ...] | list[Judged], floor: float | None) -> str:
    counted = count(mine)
    told = f"{counted.passed}/{counted.of}"
    shown = "-" if counted.share is None else f"{counted.share:.1%}"
    low, high = counted.bounds
    least = "" if floor is None else f"{floor:.0%}"
    seconds = sum(each.seconds for each in mine)
    return f"{name[:28]:<28} {told:>10} {shown:>8}  {f'{low:.1%} to {high:.1%}':<16} {least:>7} {seconds:>8.1f}"


def verdict_lines(verdict: Verdict) -> tuple[str, ...]:
    """The verdict in words, then every floor that was not reached and the held cases that broke."""
    details = (*_held(verdict.broken), *map(str, verdict.breaches), *verdict.notes)
    return (_head(verdict), *(f"  {each}" for each in details))


def _head(verdict: Verdict) -> str:
    """The verdict in one line, with what it is a verdict of."""
    if verdict.undecided:
        return f"NO VERDICT: {verdict.undecided}"
    if not verdict.sample:
        return "PASSED: every floor is reached" if verdict.passed else "FAILED"
    if not verdict.passed:
        return f"FAILED on a sample of {verdict.sample}"
    return f"PASSED on a sample of {verdict.sample}: no floor lies above the upper bound"


def _held(broken: Sequence[str]) -> Iterator[str]:
    """The first held cases that do not pass, and how many there are."""
    if broken:
        more = f" and {len(broken) - _BROKEN} more" if len(broken) > _BROKEN else ""
        noun = "held case does" if len(broken) == 1 else "held cases do"
        yield f"{len(broken)} {noun} not pass: {', '.join(broken[:_BROKEN])}{more}"


def weakest(run: Run, most: int = 3) -> list[tuple[str, Count]]:
    """The slices with the lowest share, of those that are large enough."""
    groups = grouped(run.results, lambda each: f"{each.case.suite}: {each.case.slice}")
    counted = [(name, count(group)) for name, group in groups.items()]
    large = [(name, each) for name, each in counted if each.of >= SMALL and each.share is not None and each.share < 1]
    return sorted(large, key=lambda pair: pair[1].share or 0)[:most]


def as_markdown(run: Run, held: Mapping[str, Floors], notes: Notes | None = None) -> str:
    """The run as a committed table, with what a person has to say of it."""
    return "\n".join((*_markdown(run, held), *_noted(run, notes or Notes()))) + "\n"


def _noted(run: Run, notes: Notes) -> Iterator[str]:
    """The weakest slices with their reasons, and the sections."""
    yield from ("", "## Weakest slices", "")
    for name, counted in weakest(run):
        reason = " ".join(notes.weak.get(name, "").split())
        yield f"- {name}: {counted.passed} of {counted.of}" + (f". {reason}" if reason else "")
    for section in notes.sections:
        yield from ("", f"## {section.title}", "", section.text.rstrip())


def _markdown(run: Run, held: Mapping[str, Floors]) -> Iterator[str]:
    about = run.metadata
    yield from ("# Labelled cases", "", f"Made by `{about.command}`, {about.started[:10]}, {about.seconds:.0f} s.", "")
    yield f"Commit {about.commit or 'unknown'}, corpus {about.corpus}, prompts {about.prompts}, model {about.model}, "
    yield f"day {about.day}. Everybody and every payer but Medicare is invented."
    yield from ("", *verdict_lines(run.verdict)[:1], "")
    yield "| suite | slice | passed | share | 95 % bounds | floor |"
    yield "| --- | --- | --- | --- | --- | --- |"
    for suite, mine in grouped(run.results, lambda each: each.case.suite).items():
        floor = held.get(suite)
        yield _cells(f"**{suite}**", "all", count(mine), floor.floor if floor else None)
        for name, group in grouped(mine, lambda each: each.case.slice).items():
            yield _cells("", name, count(group), floor.of(name) if floor else None)
    yield _cells("**all**", "", count(run.results), None)
    yield from ("", "## By side of the split", "", "| suite | dev | test |", "| --- | --- | --- |")
    for suite, mine in grouped(run.results, lambda each: each.case.suite).items():
        sides = [count(each for each in mine if each.case.split == side) for side in ("dev", "test")]
        yield f"| {suite} | " + " | ".join(f"{c.passed}/{c.of}" + _percent(c) for c in sides) + " |"


def _cells(suite: str, name: str, counted: Count, floor: float | None) -> str:
    low, high = counted.bounds
    shown = "not scored" if counted.share is None else f"{counted.share:.1%}"
    least = "" if floor is None else f"{floor:.0%}"
    return f"| {suite} | {name} | {counted.passed}/{counted.of} | {shown} | {low:.1%} to {high:.1%} | {least} |"


def _percent(counted: Count) -> str:
    return "" if counted.share is None else f" ({counted.share:.1%})"
