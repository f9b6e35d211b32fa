"""``claimwright report kpi``: the three numbers, the ageing and the worklist of a claims export."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.days import day_option
from api.cli.output import USAGE, emit_json, fail, note, open_assistant, say

if TYPE_CHECKING:
    from assistant.domain.kpi import DataProblem, KpiReport


#: Problems of one kind that a terminal shows.
_OF_A_KIND = 5


def register(app: typer.Typer) -> None:
    """Add the command group."""
    report = typer.Typer(help="Reports over exports of the practice-management system.", no_args_is_help=True)
    app.add_typer(report, name="report")

    @report.callback()
    def group() -> None:
        """Reports over exports of the practice-management system."""

    @report.command("kpi")
    def kpi(
        claims: Annotated[Path, typer.Argument(help="Claims as CSV with a header row")],
        out: Annotated[
            Path | None, typer.Option("-o", "--out", help="Folder for the page, the tables and the worklist")
        ] = None,
        as_of: Annotated[str | None, typer.Option(help="Day of the report, YYYY-MM-DD; today if not given")] = None,
        mapping: Annotated[
            list[str] | None, typer.Option("--map", help="FIELD=HEADING for a column the table does not know")
        ] = None,
        profile: Annotated[
            str | None,
            typer.Option(help="System that wrote the file: dentrix, eaglesoft, open_dental, carestack, softdent"),
        ] = None,
        period: Annotated[int, typer.Option(min=1, max=366, help="Days of a period for the trend")] = 30,
        most: Annotated[int, typer.Option(min=1, max=1000, help="Lines of the worklist")] = 10,
        json_: Annotated[bool, typer.Option("--json", help="Print JSON")] = False,
    ) -> None:
        """Denials by category with trend, days in receivables, stuck claims, ageing and the Monday worklist.

        Example: claimwright report kpi claims.csv -o out/
        """
        from assistant.domain.caller import LOCAL

        assistant = open_assistant()
        try:
            data = claims.read_bytes()
        except OSError as error:
            fail(f"claimwright: {claims}: {error.strerror}. Fix: give the path of a CSV file.", USAGE)
        found = assistant.report_kpi(
            LOCAL,
            data,
            claims.name,
            mapping=_mapping(mapping or []),
            profile=profile,
            as_of=day_option(as_of, "--as-of"),
            period=period,
            most=most,
        )
        if out is not None:
            from assistant.rendering.kpi import write_kpi

            for path in write_kpi(found, out):
                note(f"Wrote {path}")
        if json_:
            emit_json(found)
        else:
            _show(found)


def _mapping(pairs: list[str]) -> dict[str, str]:
    mapping = {}
    for pair in pairs:
        field, mark, heading = pair.partition("=")
        if not (field.strip() and mark and heading.strip()):
            fail(f"claimwright: --map {pair!r}. Fix: write FIELD=HEADING, such as payer=Carrier.", USAGE)
        mapping[field.strip()] = heading.strip()
    return mapping


def _bucket(name: str) -> str:
    return name if name == "no date" else f"{name} days"


def _show(found: KpiReport) -> None:
    from assistant.benefits.kpi.numbers import counted

    rate = "nothing decided" if found.denial_rate is None else f"{found.denial_rate * 100:.1f} % of the claims decided"
    if found.profile:
        say(f"Read as an export of {found.profile}; name other columns with --map.")
    say(
        f"{counted(found.used, 'claim')} as of {found.as_of.isoformat()}, {found.open_claims} open, "
        f"${found.receivables:,.2f}"
    )
    undated = sum(each.undated for each in found.denials)
    beside = f"; {undated} more without a date" if undated else ""
    say(f"1. Denials in {found.period_days} days: {sum(each.count for each in found.denials)} ({rate}){beside}")
    for each in found.denials:
        dated = (
            f"{each.count} (before {each.before}, {each.trend})" if each.count or each.before else "none with a date"
        )
        apart = f", {each.undated} without a date" if each.undated else ""
        say(f"   {each.label}: {dated}{apart}, ${each.amount:,.2f}")
    say(f"2. Days in receivables: {found.days_in_receivables.formula}")
    say(f"3. Stuck claims: {sum(pile.count for pile in found.stuck)}")
    for pile in found.stuck:
        oldest = counted(pile.oldest_days, "day")
        say(f"   {pile.state.replace('_', ' ')}: {pile.count}, ${pile.amount:,.2f}, oldest {oldest}")
    for text in found.reading:
        say(f"Reading: {text}")
    for bucket in found.ageing:
        if not bucket.payer:
            say(f"{_bucket(bucket.bucket)}: {counted(bucket.count, 'claim')}, ${bucket.amount:,.2f}")
    for number, item in enumerate(found.worklist, start=1):
        claim = f"claim {item.claim}" if item.claim else f"row {item.row}"
        say(f"{number}. {claim}{f', {item.payer}' if item.payer else ''}: {item.what} ({item.why})")
    if found.missed_medical:
        have = "dental claim has" if len(found.missed_medical) == 1 else "dental claims have"
        say(f"{len(found.missed_medical)} {have} a medical side worth a look:")
        for missed in found.missed_medical:
            sides = f"{' '.join(missed.codes)} as {' or '.join(missed.medical) or 'the dental code'}"
            say(f"   row {missed.row}: {sides}, ${missed.amount:,.2f} ({', '.join(missed.crosswalk)})")
    _problems(found.problems)


def _problems(problems: Sequence[DataProblem]) -> None:
    """Each kind of problem with its first rows; the page and the tables hold all of them."""
    shown: Counter[tuple[str, str]] = Counter()
    for problem in problems:
        kind = (problem.column, problem.fix)
        shown[kind] += 1
        if shown[kind] > _OF_A_KIND:
            continue
        where = ", ".join(part for part in (f"row {problem.row}" if problem.row else "", problem.column) if part)
        say(f"Problem: {where}: {problem.message}. Fix: {problem.fix}.")
    for (column, fix), number in shown.items():
        if number > _OF_A_KIND:
            say(f"Problem: {number - _OF_A_KIND} more of {column or 'a row'} (-o or --json lists them). Fix: {fix}.")
