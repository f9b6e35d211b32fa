"""``claimwright code``: what a code is, whether it is in force, what it needs and what lies below it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.days import day_option
from api.cli.output import NOTHING, USAGE, emit_json, note, open_assistant, say

if TYPE_CHECKING:
    from assistant.domain.code_report import CodeReading, CodeReport


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command("code")
    def code(
        text: Annotated[str, typer.Argument(help="A code such as D2740, E0486, K02.63, CO-50, KX", metavar="CODE")],
        on: Annotated[str | None, typer.Option("--on", help="Date of service, YYYY-MM-DD; default today")] = None,
        json_: Annotated[bool, typer.Option("--json", help="Print JSON")] = False,
    ) -> None:
        """Explain any code: system, validity, needs, near misses and the lower alternative.

        Example: claimwright code D4341 --on 2026-11-12
        """
        from assistant.domain.caller import LOCAL

        assistant = open_assistant()
        report = assistant.code(LOCAL, text, on=day_option(on, "--on"))
        if json_:
            emit_json(report)
        else:
            _show(report)
        if report.status == "unreadable":
            raise typer.Exit(USAGE)
        if _is_no_code(report):
            note(_slip(text))
            raise typer.Exit(NOTHING)


def _is_no_code(report: CodeReport) -> bool:
    """Whether it could only be a diagnosis, and the release that lists them all does not have it."""
    return all(reading.system == "icd10cm" and not reading.known for reading in report.readings)


def _slip(text: str) -> str:
    """What a code that no list holds may have been meant as."""
    dental = re.match(r"\s*(D\d{4})", text, re.IGNORECASE)
    meant = f"; a dental code is D and four digits: did you mean {dental[1].upper()}?" if dental else ""
    return f"no loaded list holds {text.strip()!r}{meant}"


def _show(report: CodeReport) -> None:
    if report.message:
        say(report.message)
    for number, reading in enumerate(report.readings):
        if number or report.message:
            say()
        _show_reading(reading)
    if report.also:
        say(f"Also has the form of: {', '.join(report.also)} (not in a loaded table)")
    for each in report.near:
        say(f"Did you mean: {each.code} {each.label}".rstrip())


def _show_reading(reading: CodeReading) -> None:
    from assistant.tables.explain.report import system_name

    say(f"{system_name(reading)} {reading.code}  {reading.label}".rstrip())
    say(f"  {reading.validity}")
    for need in reading.needs:
        say(f"  Needs: {need}")
    for caution in reading.notes:
        say(f"  Note: {caution}")
    for pair in reading.alternatives:
        say(f"  Lower: {pair.lower} {pair.lower_label}")
        say(f"    {pair.higher} needs this fact: {pair.fact}.")
        say(f"    In the record: {pair.record}.")
    for each in reading.near:
        say(f"  Did you mean: {each.code} {each.label}".rstrip())
    if reading.release:
        say(f"  Release: {reading.release}")
    say(f"  Source: {reading.source}")
