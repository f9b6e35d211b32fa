"""``claimwright slack``: the assistant in a Slack workspace."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.output import FOUND, OK, emit_json, flags, note, say

if TYPE_CHECKING:
    from api.slack.manifest import Mode


def register(app: typer.Typer) -> None:
    """Add the command group."""
    group = typer.Typer(invoke_without_command=True, rich_markup_mode=None, help="Answer in a Slack workspace.")
    app.add_typer(group, name="slack")
    _register_run(group)
    _register_manifest(group)
    _register_check(group)


def _register_run(group: typer.Typer) -> None:
    @group.callback()
    def run(
        context: typer.Context,
        mode: Annotated[str, typer.Option(help="socket (no public address needed) or http")] = "socket",
        host: Annotated[str, typer.Option(help="HTTP mode: the address to listen on")] = "127.0.0.1",
        port: Annotated[int, typer.Option(min=0, max=65535, help="HTTP mode: the port")] = 8421,
    ) -> None:
        """Answer in a Slack workspace until interrupted.

        Needs CLAIMWRIGHT_SLACK_BOT_TOKEN, and CLAIMWRIGHT_SLACK_APP_TOKEN (socket) or
        CLAIMWRIGHT_SLACK_SIGNING_SECRET (http).

        Example: claimwright slack
        """
        if context.invoked_subcommand is not None:
            return
        if _mode(mode) == "http":
            _over_http(host, port)
        else:
            _over_socket()


def _register_manifest(group: typer.Typer) -> None:
    @group.command("manifest")
    def manifest(
        mode: Annotated[str, typer.Option(help="socket or http")] = "socket",
        url: Annotated[str | None, typer.Option(help="HTTP mode: the public https address of this service")] = None,
        name: Annotated[str, typer.Option(help="what the app is called")] = "Claimwright",
    ) -> None:
        """Print the app manifest as JSON, to be pasted at api.slack.com/apps > Create New App > From a manifest.

        Example: claimwright slack manifest --mode socket > manifest.json
        """
        from api.slack.manifest import manifest as made

        emit_json(made(_mode(mode), url=url, name=name))


def _register_check(group: typer.Typer) -> None:
    @group.command("check")
    def check() -> None:
        """Ask Slack who the token belongs to and whether it may do what the app needs. Posts nothing.

        Example: claimwright slack check
        """
        from api.doctor.workspace import examine_workspace
        from assistant.settings import load_settings

        parts = list(examine_workspace(load_settings(flags())))
        for part in parts:
            say(f"{part.state:<8} {part.part}: {part.message}")
            if part.fix:
                say(f"         Fix: {part.fix}")
        raise typer.Exit(FOUND if any(part.state == "missing" for part in parts) else OK)


def _mode(word: str) -> Mode:
    from assistant.domain.errors import BadInput

    if word == "socket":
        return "socket"
    if word == "http":
        return "http"
    raise BadInput(f"no mode {word!r}", where="--mode", fix="socket or http")


def _over_socket() -> None:
    import signal
    import threading

    from api.cli.output import open_to_stay
    from api.slack.app import open_door
    from api.slack.socket import socket_handler
    from assistant.settings import load_settings

    settings, ended = load_settings(flags()), threading.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: ended.set())
    door = open_door(open_to_stay(), settings, processes=True)
    door.warm()
    handler = socket_handler(door, settings)
    handler.client.connect()
    note(f"Connected as {door.room.me.name}. Stop with Ctrl-C.")
    ended.wait()
    handler.client.close()
    if not door.close(20):
        note("Some work did not end; it is taken up at the next start.")


def _over_http(host: str, port: int) -> None:
    import uvicorn
    from fastapi import FastAPI

    from api.cli.output import open_to_stay
    from api.slack.app import open_door
    from api.slack.http import PATH, slack_router
    from assistant.domain.errors import Misconfigured
    from assistant.settings import load_settings

    settings = load_settings(flags())
    if settings.slack_signing_secret is None:
        raise Misconfigured(
            "no signing secret",
            where="slack_signing_secret",
            fix="set CLAIMWRIGHT_SLACK_SIGNING_SECRET to the app's Signing Secret",
        )
    door = open_door(open_to_stay(), settings, processes=True)
    service = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    service.include_router(slack_router(lambda: door, settings.slack_signing_secret.get_secret_value()))
    door.warm()
    note(f"Listening at {host}:{port}{PATH} as {door.room.me.name}. Stop with Ctrl-C.")
    uvicorn.run(service, host=host, port=port, access_log=False, server_header=False, log_level="warning")
    if not door.close(20):
        note("Some work did not end; it is taken up at the next start.")
