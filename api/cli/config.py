"""``claimwright config show``: every setting with the layer that its value comes from."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from api.cli.output import emit_json, flags, say

_SECRET = ("key", "secret", "token", "password")
_MASK = "********"


def register(app: typer.Typer) -> None:
    """Add the command group."""
    config = typer.Typer(help="The settings.", no_args_is_help=True)
    app.add_typer(config, name="config")

    @config.callback()
    def group() -> None:
        """The settings."""

    @config.command("show")
    def show(as_json: Annotated[bool, typer.Option("--json", help="print JSON")] = False) -> None:
        """Show every setting with its origin: flag, CLAIMWRIGHT_ variable, file, or default. Secrets are masked.

        Example: claimwright config show
        """
        from assistant.settings import Settings, config_files, load_settings, origin_of

        given = flags()
        settings = load_settings(given)
        rows = [
            {
                "name": name,
                "value": shown(name, getattr(settings, name)),
                "origin": origin_of(name, given),
                "description": field.description or "",
            }
            for name, field in Settings.model_fields.items()
        ]
        if as_json:
            emit_json({"schema_version": "1", "files": [str(p) for p in config_files(given)], "settings": rows})
            return
        width = max(len(str(row["name"])) for row in rows)
        for row in rows:
            say(f"{row['name']:<{width}}  {row['value'] if row['value'] is not None else '-'}  ({row['origin']})")


def shown(name: str, value: Any) -> str | None:
    """A value as it may be shown: secrets and passwords in addresses are masked.

    >>> shown("database_url", "postgresql://amy:hunter2@db/office"), shown("slack_token", "xoxb-1")
    ('postgresql://amy:********@db/office', '********')
    """
    import re

    from pydantic import SecretStr

    if value is None:
        return None
    if isinstance(value, SecretStr) or any(part in _SECRET for part in name.split("_")):
        return _MASK
    return re.sub(r"(://[^:/@\s]*:)[^@\s]+@", rf"\1{_MASK}@", str(value))
