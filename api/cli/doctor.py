"""``claimwright doctor``: what is there, what is missing, and how to mend it."""

from __future__ import annotations

from typing import Annotated

import typer

from api.cli.output import FOUND, OK, emit_json, flags, say

_MARKS = {"ok": "ok     ", "warning": "WARNING", "missing": "MISSING"}


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command("doctor")
    def doctor(as_json: Annotated[bool, typer.Option("--json", help="print JSON")] = False) -> None:
        """Look over the installation: cache, index, model, code sets, documents, database, template. Changes nothing.

        Ends with 1 where something is missing; warnings alone end with 0.

        Example: claimwright doctor
        """
        from api.doctor.examine import examine
        from assistant.settings import load_settings

        health = examine(load_settings(flags()))
        if as_json:
            emit_json(health)
        else:
            for part in health.parts:
                say(f"{_MARKS[part.state]} {part.part}: {part.message}")
                if part.fix:
                    say(f"        Fix: {part.fix}" if part.state != "ok" else f"        ({part.fix})")
            missing = sum(part.state == "missing" for part in health.parts)
            warnings = sum(part.state == "warning" for part in health.parts)
            say(f"{missing} missing, {warnings} warning{'' if warnings == 1 else 's'}")
        raise typer.Exit(OK if health.ok else FOUND)
