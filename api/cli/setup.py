"""``claimwright setup``: build the shared cache once."""

from __future__ import annotations

from typing import Annotated

import typer

from api.cli.output import emit_json, open_assistant, say


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command("setup")
    def setup(as_json: Annotated[bool, typer.Option("--json", help="Print JSON")] = False) -> None:
        """Build the shared cache: embedding model, diagnosis codes, index of the shipped corpus.

        Runs by itself at first use. A second run finds everything in place and ends at once.
        """
        report = open_assistant().set_up()
        if as_json:
            emit_json(report)
            return
        state = f"built {', '.join(report.built)}" if report.built else "everything was in place"
        say(f"{report.cache}: {state}; {report.documents} documents, {report.passages} passages")
