"""``claimwright check``: every problem of a claim, with the fix and the denial it would draw."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.cli.output import FOUND, USAGE, emit_json, fail, note, open_assistant, say

if TYPE_CHECKING:
    from assistant.domain.claim import Claim
    from assistant.domain.errors import BadInput
    from assistant.domain.finding import Finding, Report

_WORDS = {"error": "ERROR  ", "warning": "WARNING", "note": "NOTE   "}


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command("check")
    def check(
        claim: Annotated[
            str, typer.Argument(help="A claim.json; a list or one claim a line is checked whole; - reads stdin")
        ],
        json_: Annotated[bool, typer.Option("--json", help="Print JSON")] = False,
        short: Annotated[bool, typer.Option("--short", help="One line a problem, errors and warnings only")] = False,
        as_of: Annotated[str | None, typer.Option("--as-of", help="Day that counts as today, YYYY-MM-DD")] = None,
    ) -> None:
        """Check a claim before it goes out: codes, teeth, dates, diagnoses, frequency, enclosures.

        Exits 1 when a claim has an error, 2 when it cannot be read.

        Example: claimwright check claim.json --json

        Example: claimwright check - --short < claim.json
        """
        from api.cli.days import day_option
        from assistant.readers.claim_json import read_claims

        on = day_option(as_of, "--as-of")
        file = read_claims(_bytes(claim), claim)
        if not file.many:
            _one(file.only(), on, json_=json_, short=short)
        else:
            _many(file.claims, on, json_=json_, short=short)


def _one(claim: Claim, on: date | None, *, json_: bool, short: bool) -> None:
    report = _report(claim, on)
    if json_:
        emit_json(report)
    else:
        _show(report, short=short)
    if not report.ok:
        raise typer.Exit(FOUND)


def _many(claims: tuple[Claim | BadInput, ...], on: date | None, *, json_: bool, short: bool) -> None:
    from assistant.domain.errors import BadInput

    results: list[dict[str, Any]] = []
    worst = 0
    for number, each in enumerate(claims, 1):
        if isinstance(each, BadInput):
            worst = USAGE
            results.append({"ok": False, "error": {"where": each.where, "message": each.message, "fix": each.fix}})
            if not json_:
                say(f"claim {number}: cannot be read")
                note(f"  {each}")
            continue
        report = _report(each, on)
        worst = max(worst, 0 if report.ok else FOUND)
        results.append(report.model_dump(mode="json"))
        if not json_:
            say(f"claim {number}:")
            _show(report, short=short)
    if json_:
        emit_json({"ok": worst == 0, "reports": results})
    if worst:
        raise typer.Exit(worst)


def _report(claim: Claim, on: date | None) -> Report:
    from assistant.domain.caller import LOCAL

    return open_assistant().check(LOCAL, claim if on is None else claim.model_copy(update={"as_of": on}))


def _show(report: Report, *, short: bool) -> None:
    """Errors first in the order of the claim; notes stay out of the short form."""
    shown = [each for each in report.findings if not (short and each.severity == "note")]
    if not any(each.severity != "note" for each in report.findings):
        say(f"Clean - {report.checked} checks passed")
    for each in shown:
        say(_line(each) if short else _lines(each))


def _line(finding: Finding) -> str:
    return f"{_WORDS[finding.severity]} {finding.rule} {finding.where}: {finding.message}. Fix: {finding.fix}."


def _lines(finding: Finding) -> str:
    text = f"{_line(finding)}\n        Source: {finding.source}"
    if finding.predicts is not None:
        denial = finding.predicts
        text += f"\n        If sent: {denial.group}-{denial.carc}" + (f" with {denial.rarc}" if denial.rarc else "")
    return text


def _bytes(path: str) -> bytes:
    if path == "-":
        return sys.stdin.buffer.read()
    file = Path(path)
    if not file.is_file():
        fail(f"claimwright: there is no file {path}. Fix: name a claim.json, or - for stdin.", USAGE)
    try:
        return file.read_bytes()
    except OSError as error:
        fail(f"claimwright: {path} cannot be read: {error.strerror}.", USAGE)
