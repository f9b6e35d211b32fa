"""``claimwright denial``: what reason codes or a payer's letter mean and ask for."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.output import NOTHING, USAGE, emit_json, fail, open_assistant, say

if TYPE_CHECKING:
    from assistant.domain.denial import DenialReading


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command("denial")
    def denial(
        what: Annotated[
            list[str],
            typer.Argument(help="Codes such as CO-50 N115, a letter file, or the words", metavar="CODE...|FILE"),
        ],
        json_: Annotated[bool, typer.Option("--json", help="Print JSON")] = False,
    ) -> None:
        """Decode a denial: category, meaning, action, who may be billed, what to get.

        Example: claimwright denial CO-50 N115
        """
        from assistant.domain.caller import LOCAL

        text = _letter(what)
        assistant = open_assistant()
        reading = assistant.decode(LOCAL, () if text is not None else what, text=text)
        if json_:
            emit_json(reading)
        else:
            for each in reading.readings or (reading,):
                _show(each)
        if reading.category == "unknown" and not reading.readings:
            raise typer.Exit(NOTHING)


def _letter(what: list[str]) -> str | None:
    """The text of a letter, when one file is named."""
    if len(what) != 1:
        return None
    path = Path(what[0])
    if not path.is_file():
        if path.suffix.lower() in (".txt", ".md", ".pdf", ".docx", ".eob"):
            fail(f"claimwright: {path}: no such file. Fix: give the path of the letter, or the codes.", USAGE)
        return None
    from assistant.readers.document import read_text

    try:
        return read_text(path.read_bytes(), path.name)
    except OSError as error:
        fail(f"claimwright: {path}: {error.strerror}. Fix: give a file that can be read.", USAGE)


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
