"""``claimwright read``: what stands in a remittance, claim, status, eligibility or FHIR file."""

from __future__ import annotations

import gc
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.output import USAGE, emit_json, note, open_assistant, say

if TYPE_CHECKING:
    from assistant.domain.records import Records


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command("read")
    def read(
        files: Annotated[
            list[str],
            typer.Argument(help="X12 (835, 837, 271, 277) or FHIR JSON files; - is standard input", metavar="FILE..."),
        ],
        json_: Annotated[
            bool, typer.Option("--json", help="Print the record as JSON; several files as a list")
        ] = False,
    ) -> None:
        """Read files of payers and clearinghouses; what does not add up is listed as warnings.

        Example: claimwright read remittance.835
        """
        from api.cli.records_text import summary

        found, failed = [], False
        with _uncollected():
            for file in files:
                record = _record(file)
                failed = failed or record is None
                if record is not None:
                    found.append(record)
        if json_ and found:
            emit_json(found[0] if len(files) == 1 else [json.loads(one.model_dump_json()) for one in found])
        elif not json_:
            for one in found:
                say(summary(one))
        if failed:
            raise typer.Exit(USAGE)


@contextmanager
def _uncollected() -> Iterator[None]:
    """No search for reference cycles meanwhile: records hold none, and on a big file it takes a quarter of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _record(file: str) -> Records | None:
    """The record of one file; a file that cannot be read is told on stderr and is ``None``."""
    from assistant.domain.caller import LOCAL
    from assistant.domain.errors import BadInput

    name = "standard input" if file == "-" else file
    try:
        return open_assistant().read(LOCAL, _bytes(file), name)
    except BadInput as error:
        note(f"claimwright: {name}: {error}")
    except OSError as error:
        note(
            f"claimwright: {name}: {error.strerror or 'cannot be read'}. Fix: give a file that exists and can be read."
        )
    return None


def _bytes(file: str) -> bytes:
    """The file's bytes, no more than one past the limit, which the reader then names."""
    from assistant.readers.read import LIMIT

    if file == "-":
        return sys.stdin.buffer.read(LIMIT + 1)
    with Path(os.fsdecode(file)).open("rb") as stream:
        return stream.read(LIMIT + 1)
