"""``claimwright eval``: run the labelled cases, compare two runs, turn feedback into cases."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any, Literal

import typer
from typer.core import TyperGroup

from api.cli.output import FOUND, USAGE, emit_json, fail, flags, note, open_assistant, say
from api.cli.progress import bar

Side = Literal["dev", "test", "all"]


class _RunByDefault(TyperGroup):
    """``eval SUITE...`` is ``eval run SUITE...``."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Put ``run`` first where no other command is named."""
        if not args or args[0] not in (*self.commands, "-h", "--help"):
            args = ["run", *args]
        return super().parse_args(ctx, args)


def register(app: typer.Typer) -> None:
    """Add the command with its parts."""
    group = typer.Typer(
        cls=_RunByDefault,
        help="Run labelled cases: eval [SUITE...] is eval run; compare two runs; make cases of feedback.",
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    group.command("run")(_run)
    group.command("compare")(_compare)
    group.command("add")(_add)
    group.command("list")(_list)
    group.command("schema")(_schema)
    app.add_typer(group, name="eval")


def _run(
    suites: Annotated[list[str] | None, typer.Argument(help="Suites to run; all of them by default")] = None,
    out: Annotated[
        list[Path] | None, typer.Option("-o", "--out", help="Report to write: .json, .html, .xml (JUnit) or .md")
    ] = None,
    min_pass: Annotated[float | None, typer.Option(help="One more floor for every suite, 0 to 1")] = None,
    split: Annotated[Side, typer.Option(help="dev, the side that things were chosen on, or test")] = "all",
    limit: Annotated[int | None, typer.Option(min=1, help="So many cases of each suite, evenly spread")] = None,
    jobs: Annotated[int, typer.Option(min=1, max=64, help="Processes")] = 1,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with the run that was interrupted")] = False,
    cases: Annotated[Path | None, typer.Option(help="An office's own case files instead of the shipped cases")] = None,
    judge: Annotated[
        str | None, typer.Option(help="A hosted model as one more scorer of answers, provider:name; it never decides")
    ] = None,
    slices: Annotated[bool, typer.Option("--slices", help="Show every slice")] = False,
    json_: Annotated[bool, typer.Option("--json", help="Print the run as JSON")] = False,
) -> None:
    """Run labelled cases and hold them to their floors.

    Exits 1 when a suite or slice is below its floor, 2 for a suite, file or option that there is not.

    Example: claimwright eval validators -o out.html

    Example: claimwright eval --split test --jobs 2 -o out.json -o out.xml
    """
    from assistant.settings import load_settings
    from evals.evaluate import Wish, evaluate
    from evals.gate import floors
    from evals.record import as_json
    from evals.report import check_ending, write
    from evals.report.table import as_text

    if min_pass is not None and not 0 <= min_pass <= 1:
        fail(f"claimwright: --min-pass {min_pass} is not a share. Fix: give a number from 0 to 1, such as 0.95.", USAGE)
    for path in out or ():
        check_ending(path)
    wish = Wish(
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
    settings = load_settings(flags())
    try:
        with bar("cases") as progress:
            run, earlier = evaluate(wish, settings, progress)
    except KeyboardInterrupt:
        fail("claimwright: interrupted; what was finished is kept. Fix: the same command with --resume goes on.", 130)
    for path in out or ():
        write(path, run, earlier)
        note(f"wrote {path}")
    if json_:
        sys.stdout.write(as_json(run))
    else:
        say(as_text(run, floors(), slices=slices))
    if not run.verdict.passed:
        raise typer.Exit(FOUND)


def _compare(
    first: Annotated[Path, typer.Argument(help="The earlier run, an out.json")],
    second: Annotated[Path, typer.Argument(help="The later run")],
    json_: Annotated[bool, typer.Option("--json", help="Print JSON")] = False,
) -> None:
    """What was fixed and what was broken from one run to another, and whether that is more than chance.

    Exits 1 when something was broken.

    Example: claimwright eval compare before.json after.json
    """
    from evals.compare import as_text, compare
    from evals.record import read_run

    found = compare(read_run(first), read_run(second))
    if json_:
        emit_json(found)
    else:
        say(as_text(found))
    if found.broken:
        raise typer.Exit(FOUND)


def _add(
    from_feedback: Annotated[bool, typer.Option("--from-feedback", help="From what people said of answers")] = False,
    out: Annotated[Path, typer.Option("-o", "--out", help="Folder for the candidates")] = Path("eval-cases"),
    most: Annotated[int, typer.Option(min=1, help="So many of the newest remarks")] = 50,
) -> None:
    """Write candidate cases, one file a remark, for a person to complete.

    Example: claimwright eval add --from-feedback -o cases
    """
    from assistant.domain.caller import LOCAL
    from evals.feedback import write_candidates

    if not from_feedback:
        fail("claimwright: nothing to add cases from. Fix: claimwright eval add --from-feedback.", USAGE)
    remarks = open_assistant().office.feedback.of(LOCAL.practice, most=most)
    written = write_candidates(remarks, out)
    for path in written:
        say(str(path))
    note(f"{len(written)} candidates of {len(remarks)} remarks; complete `expect` before they count")


def _list(json_: Annotated[bool, typer.Option("--json", help="Print JSON")] = False) -> None:
    """The suites: how many cases, what about, where they are kept.

    Example: claimwright eval list
    """
    from evals.suites import NAMES, suite_named

    rows = []
    for name in NAMES:
        suite = suite_named(name)
        held = () if suite.missing else suite.cases()
        tests = sum(case.split == "test" for case in held)
        rows.append(
            {"suite": name, "cases": len(held), "test": tests, "about": suite.about, "home": suite.home}
            | ({"missing": "kept in the repository, which this is not"} if suite.missing else {})
        )
    if json_:
        emit_json(rows)
        return
    for row in rows:
        say(f"{row['suite']:<12} {row['cases']:>5} cases, {row['test']:>4} test  {row['about']} ({row['home']})")
    say(f"{'all':<12} {sum(int(str(row['cases'])) for row in rows):>5} cases")


def _schema() -> None:
    """Print the JSON Schema of a case file.

    Example: claimwright eval schema > case.schema.json
    """
    from evals.case import Case

    emit_json(Case.model_json_schema())
