"""``claimwright eval``: run the labelled cases, compare two runs, turn feedback into cases."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from api.cli.eval_run import beside, run
from api.cli.output import FOUND, USAGE, emit_json, fail, note, open_assistant, say


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
        help="Run labelled cases: eval [SUITE...] is eval run; two models side by side; compare runs; use feedback.",
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    group.command("run")(run)
    group.command("beside")(beside)
    group.command("compare")(_compare)
    group.command("add")(_add)
    group.command("list")(_list)
    group.command("schema")(_schema)
    app.add_typer(group, name="eval")


def _compare(
    first: Annotated[Path, typer.Argument(help="The earlier run, an out.json")],
    second: Annotated[Path, typer.Argument(help="The later run")],
    json_: Annotated[bool, typer.Option("--json", help="Print JSON")] = False,
) -> None:
    """What was fixed and what was broken from one run to another, and whether that is more than chance.

    Exits 1 when something was broken, 2 when no case is in both.

    Example: claimwright eval compare before.json after.json
    """
    from evals.compare import as_text, compare
    from evals.record import read_run

    found = compare(read_run(first), read_run(second))
    if json_:
        emit_json(found)
    else:
        say(as_text(found))
    if not found.both:
        raise typer.Exit(USAGE)
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


def _schema(
    suite: Annotated[str | None, typer.Argument(help="One suite, with an example; without it the whole file")] = None,
) -> None:
    """Print what a case file holds: its JSON Schema, or what one suite takes and expects with an example.

    Example: claimwright eval schema denials

    Example: claimwright eval schema > case.schema.json
    """
    from evals.schema import case_schema, suite_schema

    emit_json(suite_schema(suite) if suite else case_schema())
