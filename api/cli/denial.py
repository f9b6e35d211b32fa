"""``claimwright denial``: what reason codes or a payer's letter mean and ask for."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.output import NOTHING, USAGE, emit_json, fail, open_assistant, say

if TYPE_CHECKING:
    from assistant.domain.denial import DenialReading, LineDenial


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command("denial")
    def denial(
        what: Annotated[
            list[str],
            typer.Argument(
                help="Codes such as CO-50 N115, a letter or an 835 file, or the words", metavar="CODE...|FILE"
            ),
        ],
        json_: Annotated[bool, typer.Option("--json", help="Print JSON")] = False,
    ) -> None:
        """Decode a denial: category, meaning, action, who may be billed, what to get.

        Example: claimwright denial CO-50 N115
        """
        from assistant.domain.caller import LOCAL

        assistant = open_assistant()
        file = _file(what)
        reading = assistant.decode(LOCAL, what) if file is None else assistant.decode_file(LOCAL, *file)
        if json_:
            emit_json(reading)
        else:
            for line in reading.lines:
                _show_line(line)
            for each in () if reading.lines else reading.readings or (reading,):
                _show(each)
        if reading.category == "unknown" and not (reading.readings or reading.lines):
            raise typer.Exit(NOTHING)


def _file(what: list[str]) -> tuple[bytes, str] | None:
    """The content and name of a letter or remittance, when one file is named."""
    if len(what) != 1:
        return None
    path = Path(what[0])
    try:
        if not path.is_file():
            if path.suffix.lower() in (".txt", ".md", ".pdf", ".docx", ".835", ".edi", ".x12"):
                fail(f"claimwright: {path}: no such file. Fix: give the path of the letter, or the codes.", USAGE)
            return None
        return path.read_bytes(), path.name
    except OSError as error:
        fail(f"claimwright: {path.name[:80]}: {error.strerror}. Fix: give a file that can be read.", USAGE)


def _show_line(line: LineDenial) -> None:
    where = f"line {line.line} {line.code or ''}".strip() if line.line else "whole claim"
    amount = f"${line.amount}" if line.amount is not None else "amount not readable"
    reading = line.reading
    codes = " ".join(reading.codes)
    course = f"{reading.category} -> {reading.action}".replace("_", " ")
    say(f"claim {line.claim}, {where}: {codes} {amount}: {course}")
    say(f"   {reading.meaning}")


def _show(reading: DenialReading) -> None:
    codes = " ".join(reading.codes)
    say(f"{codes + ': ' if codes else ''}{reading.category.replace('_', ' ')} -> {reading.action.replace('_', ' ')}")
    say(f"Meaning: {reading.meaning}")
    say(f"For the patient: {reading.patient_meaning}")
    say(f"Appeal open: {_says(reading.appealable)}. Patient may be billed: {_says(reading.may_bill_patient)}.")
    say(f"Began at: {reading.root_cause.replace('_', ' ')}")
    for item in reading.obtain:
        say(f"Get: {item}")
    say(f"Why: {reading.why}")
    for text in reading.notes:
        say(f"- {text}")
    say(f"Source: {reading.source}")


def _says(value: bool | None) -> str:
    return "not known" if value is None else "yes" if value else "no"
