"""``claimwright serve``: the HTTP service and the page."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.cli.output import flags, note, open_assistant

if TYPE_CHECKING:
    from api.http.service import Service

_LOOPBACK = ("127.0.0.1", "::1", "localhost")


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("serve")(serve)


def serve(
    host: Annotated[str, typer.Option(help="the address to listen on")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="the port; 0 takes a free one")] = 8420,
    certificate: Annotated[Path | None, typer.Option(help="TLS certificate, PEM")] = None,
    private_key: Annotated[Path | None, typer.Option(help="TLS private key, PEM")] = None,
    behind_proxy: Annotated[
        str | None, typer.Option(help="address of the proxy in front that ends TLS; its forwarded headers are believed")
    ] = None,
    workers: Annotated[
        int | None, typer.Option(min=1, max=64, help="processes; one for each core, at most 4, without it")
    ] = None,
    name: Annotated[list[str] | None, typer.Option(help="a host name that the service answers to (repeatable)")] = None,
) -> None:
    """Serve the HTTP interface and the page, on this machine only unless keys and TLS are there.

    Example: claimwright serve --port 8420
    """
    from api.http import logs
    from api.http.listening import free_port, try_tls
    from api.http.workers import usual
    from assistant.privacy.scratch import sweep

    logs.install()
    try_tls(certificate, private_key)
    port = free_port(host, port)
    service = _service(host, name or [], secure=certificate is not None or behind_proxy is not None, proxy=behind_proxy)
    sweep()
    if gone := service.assistant.retain():
        note(f"Deleted for good: {gone} record(s) past their time.")
    note(f"The page: {'https' if certificate else 'http'}://{f'[{host}]' if ':' in host else host}:{port}/")
    server = {
        "host": host,
        "port": port,
        "ssl_certfile": certificate,
        "ssl_keyfile": private_key,
        "proxy_headers": behind_proxy is not None,
        "forwarded_allow_ips": behind_proxy or "",
    }
    _run(service, server, processes=workers or usual())


def _service(host: str, names: list[str], *, secure: bool, proxy: str | None) -> Service:
    """The service as it may be opened here. Raises ``Misconfigured`` where it may not."""
    from api.http.service import LOOPBACK_HOSTS, Service, limits_of
    from api.http.workers import other_doors
    from assistant.settings import load_settings

    assistant, settings = open_assistant(), load_settings(flags())
    guarded = assistant.office.anybody()
    # A proxy on this machine brings in whoever reaches it, though the service itself stays on loopback.
    exposed = host not in _LOOPBACK or proxy is not None or bool(names)
    if exposed:
        _may_leave_the_machine(host, guarded, secure)
    elif not guarded:
        note("No key and no user exists: everybody on this machine is the practice 'local'.")
    return Service(
        assistant=assistant,
        hosts=tuple(dict.fromkeys((*LOOPBACK_HOSTS, *names, *(() if host in _LOOPBACK else (host,))))),
        secure=secure,
        open_as_local=not guarded and not exposed,
        template=settings.template,
        doors=other_doors(assistant, settings),
        limits=limits_of(settings),
        warmed=True,
    )


def _run(service: Service, server: dict[str, Any], *, processes: int) -> None:
    """Serve until it is ended: here, or in processes that each make the application anew."""
    import uvicorn

    from api.http import logs
    from api.http.app import create_app
    from api.http.hasty import Hasty
    from api.http.workers import FACTORY, FIGURES, VARIABLE, handed_over
    from assistant.privacy.scratch import private_folder

    server = {
        **server,
        "access_log": False,
        "server_header": False,
        "timeout_keep_alive": 30,
        "http": Hasty,
        "log_config": logs.CONFIG,
    }
    if processes == 1:
        uvicorn.run(create_app(service), **server)
        return
    os.environ[VARIABLE] = handed_over(
        flags(), service.hosts, secure=service.secure, open_as_local=service.open_as_local, processes=processes
    )
    with private_folder() as figures:
        os.environ.setdefault(FIGURES, str(figures))
        uvicorn.run(FACTORY, factory=True, workers=processes, **server)


def _may_leave_the_machine(host: str, guarded: bool, secure: bool) -> None:
    """Raises ``Misconfigured`` where patient data would go out unguarded."""
    from assistant.domain.errors import Misconfigured

    if not guarded:
        raise Misconfigured(
            "there is no key and no user, so anybody could come in",
            where=f"--host {host}",
            fix="`claimwright key make NAME` or `claimwright user add NAME`, then start again",
        )
    if not secure:
        raise Misconfigured(
            "patient data would cross the network in the clear",
            where=f"--host {host}",
            fix="give --certificate and --private-key, or name the proxy that ends TLS with --behind-proxy ADDRESS",
        )
