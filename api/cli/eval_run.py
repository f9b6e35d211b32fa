"""``claimwright eval run`` and ``eval beside``: the labelled cases with one model, or with two."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, NoReturn

import typer

from api.cli.output import FOUND, USAGE, fail, flags, note, say
from api.cli.progress import bar

if TYPE_CHECKING:
    from evals.evaluate import Wish

Suites = Annotated[list[str] | None, typer.Argument(help="Suites to run; all of them by default")]
Out = Annotated[
    list[Path] | None, typer.Option("-o", "--out", help="Report to write: .json, .html, .xml (JUnit) or .md")
]
Least = Annotated[float | None, typer.Option(help="One more floor for every suite, 0 to 1")]
Side = Annotated[Literal["dev", "test", "all"], typer.Option(help="dev, the side that things were chosen on, or test")]
Limit = Annotated[int | None, typer.Option(min=1, help="So many cases of each suite, evenly spread")]
Jobs = Annotated[int, typer.Option(min=1, max=64, help="Processes")]
Resume = Annotated[bool, typer.Option("--resume", help="Go on with the run that was interrupted")]
Cases = Annotated[
    Path | None,
    typer.Option(
        help="An office's own cases, YAML or JSONL, not the shipped ones; `eval schema SUITE` says what one holds"
    ),
]
Judge = Annotated[
    str | None, typer.Option(help="A hosted model as one more scorer of answers, provider:name; it never decides")
]
Slices = Annotated[bool, typer.Option("--slices", help="Show every slice")]
AsJson = Annotated[bool, typer.Option("--json", help="Print the run as JSON")]
Model = Annotated[str | None, typer.Option(help="The hosted model, provider:name; by default the configured one")]
Asked = Annotated[
    list[str] | None, typer.Argument(help="Suites to run; by default those in which a hosted model is asked")
]


def run(
    suites: Suites = None,
    out: Out = None,
    min_pass: Least = None,
    split: Side = "all",
    limit: Limit = None,
    jobs: Jobs = 1,
    resume: Resume = False,
    cases: Cases = None,
    judge: Judge = None,
    slices: Slices = False,
    json_: AsJson = False,
) -> None:
    """Run labelled cases and hold them to their floors.

    Exits 1 when a suite or slice is below its floor or a held case does not pass, 2 for a suite, file or option that
    there is not.

    Example: claimwright eval validators -o out.html

    Example: claimwright eval --split test --jobs 2 -o out.json -o out.xml
    """
    from assistant.settings import load_settings
    from evals.evaluate import evaluate
    from evals.gate import floors
    from evals.record import as_json
    from evals.report import write
    from evals.report.table import as_text

    wish = _wish(suites, out, min_pass, split, limit, jobs, resume, cases, judge)
    settings = load_settings(flags())
    try:
        with bar("cases") as progress:
            done, earlier = evaluate(wish, settings, progress)
    except KeyboardInterrupt:
        _interrupted()
    for path in out or ():
        write(path, done, earlier)
        note(f"wrote {path}")
    if json_:
        sys.stdout.write(as_json(done))
    else:
        say(as_text(done, floors(done.metadata.split), earlier, slices=slices))
    if settings.model and not json_:
        note(f"run with {settings.model}; `claimwright eval beside` shows the embedded model next to it")
    if not done.verdict.passed:
        raise typer.Exit(FOUND)


def beside(
    suites: Asked = None,
    model: Model = None,
    out: Out = None,
    split: Side = "all",
    limit: Limit = None,
    jobs: Jobs = 1,
    resume: Resume = False,
    cases: Cases = None,
    json_: AsJson = False,
) -> None:
    """Run the same cases with the embedded and with the configured hosted model, and show both side by side.

    Exits 1 when either is below a floor, 2 when no model is configured.

    Example: CLAIMWRIGHT_MODEL=provider:name claimwright eval beside answers --limit 50 -o beside.html

    Example: claimwright eval beside --model provider:name --split test -o beside.json -o beside.md
    """
    from assistant.settings import load_settings
    from evals.beside import run_beside
    from evals.report.beside import as_json, as_text, write

    wish = _wish(suites, out, None, split, limit, jobs, resume, cases, None)
    settings = load_settings(flags() | ({"model": model} if model else {}))
    try:
        with bar("cases") as progress:
            found = run_beside(wish, settings, progress)
    except KeyboardInterrupt:
        _interrupted()
    for path in out or ():
        write(path, found)
        note(f"wrote {path}")
    if json_:
        sys.stdout.write(as_json(found))
    else:
        say(as_text(found))
    if not found.passed:
        raise typer.Exit(FOUND)


def _wish(
    suites: list[str] | None,
    out: list[Path] | None,
    min_pass: float | None,
    split: Literal["dev", "test", "all"],
    limit: int | None,
    jobs: int,
    resume: bool,
    cases: Path | None,
    judge: str | None,
) -> Wish:
    """What is to be run; what cannot be written or reached is refused before anything runs."""
    from evals.evaluate import Wish
    from evals.report import check_ending

    if min_pass is not None and not 0 <= min_pass <= 1:
        fail(f"claimwright: --min-pass {min_pass} is not a share. Fix: give a number from 0 to 1, such as 0.95.", USAGE)
    for path in out or ():
        check_ending(path)
    return Wish(
        suites=tuple(dict.fromkeys(suites or ())),
        split=None if split == "all" else split,
        limit=limit,
        cases=cases,
        at_least=min_pass,
        jobs=jobs,
        resume=resume,
        judge=judge,
        command=" ".join(["claimwright", *sys.argv[1:]]),
    )


def _interrupted() -> NoReturn:
    fail("claimwright: interrupted; what was finished is kept. Fix: the same command with --resume goes on.", 130)
