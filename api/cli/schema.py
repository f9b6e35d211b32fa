"""``claimwright schema NAME``: the JSON Schema of what goes in and comes out."""

from __future__ import annotations

from typing import Annotated

import typer

from api.cli.output import USAGE, emit_json, fail


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command("schema")
    def schema(name: Annotated[str, typer.Argument(help="claim, case, draft, report, answer ...")]) -> None:
        """Print the JSON Schema of an input or output.

        Example: claimwright schema claim > claim.schema.json
        """
        from assistant.domain.schemas import SCHEMAS, json_schema

        if name not in SCHEMAS:
            fail(f"claimwright: no schema named {name!r}. Fix: choose one of {', '.join(sorted(SCHEMAS))}.", USAGE)
        emit_json(json_schema(name))
