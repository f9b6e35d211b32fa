"""``claimwright mcp``: the tools for other models, over the Model Context Protocol."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from api.cli.output import note, open_to_stay


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command("mcp")
    def mcp(
        http: Annotated[bool, typer.Option("--http", help="Serve over HTTP on this machine instead of stdio")] = False,
        port: Annotated[int, typer.Option(min=1, max=65535, help="the port, with --http")] = 8421,
    ) -> None:
        """Serve the tools to another program's model: over stdio, or over HTTP on this machine only.

        Every tool reads; nothing is kept or sent. Example: claimwright mcp --http --port 8421
        """
        import anyio

        from api.mcp.server import create_server

        server = create_server(open_to_stay())
        if http:
            import uvicorn

            from api.http import logs
            from api.http.hasty import Hasty

            logs.install()
            note(f"Tools at http://127.0.0.1:{port}/mcp")
            app = server.streamable_http_app(stateless_http=True, host="127.0.0.1")
            here: Any = {"host": "127.0.0.1", "port": port, "http": Hasty, "log_config": logs.CONFIG}
            uvicorn.run(app, access_log=False, server_header=False, **here)
            return

        async def over_stdio() -> None:
            from mcp.server.stdio import stdio_server

            async with stdio_server() as (receive, send):
                await server.run(receive, send, server.create_initialization_options())

        anyio.run(over_stdio)
