"""The FastAPI application."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version
from threading import Thread

from fastapi import APIRouter, FastAPI
from starlette.formparsers import MultiPartParser

from api.http import problems
from api.http.description import Described
from api.http.guard import Guard
from api.http.metrics import Measured
from api.http.service import Service
from api.http.uploads import Uploads
from api.http.warming import warm

DESCRIPTION = """\
Answers, checks and drafts over payer policies, each with its proof. Errors are
`application/problem+json` (RFC 9457), those of the chat fronts as their protocol has them. Everything under `/v1` asks
for a key or a session. A POST that takes `Idempotency-Key` is carried out once for each key and answered alike again.
"""


def create_app(service: Service) -> FastAPI:
    """The service as an application; nothing heavy is built before the first request needs it."""
    app = Described(
        title="Claimwright",
        version=version("claimwright"),
        description=DESCRIPTION,
        docs_url=None,
        redoc_url=None,
        openapi_url="/v1/openapi.json",
        lifespan=_open,
    )
    app.state.service = service
    MultiPartParser.spool_max_size = service.limits.upload_bytes  # papers stay in memory, never on a disk in the clear
    problems.install(app)
    routers = (*_routers(), *service.doors, *_pages())
    for router in routers:
        app.include_router(router)
    app.add_middleware(Measured, metrics=service.metrics)
    app.add_middleware(Guard, service=service, uploads=Uploads(routers))
    return app


@asynccontextmanager
async def _open(app: FastAPI) -> AsyncIterator[None]:
    """While the service is open; long work that still waits at its end is told so."""
    service: Service = app.state.service
    if service.warmed:
        Thread(target=warm, args=(service.assistant,), name="warm", daemon=True).start()
    yield
    service.long_work.close()


def _routers() -> tuple[APIRouter, ...]:
    from api.http.routes import (
        ask,
        cases,
        chat_completions,
        claims,
        codes,
        contacts,
        documents,
        drafts,
        feedback,
        health,
        intake,
        jobs,
        money,
        read,
        reports,
        search,
        threads,
    )

    return tuple(
        module.router
        for module in (
            health,
            ask,
            threads,
            chat_completions,
            search,
            documents,
            claims,
            read,
            intake,
            cases,
            drafts,
            codes,
            money,
            contacts,
            reports,
            jobs,
            feedback,
        )
    )


def _pages() -> tuple[APIRouter, ...]:
    """The routers of the page; the one that says what is nowhere comes last."""
    from api.http.page import (
        asking,
        cases,
        drafts,
        evaluations,
        interface,
        library,
        new_case,
        reports,
        sign_in,
        static_files,
    )

    parts = (static_files, sign_in, asking, new_case, cases, drafts, library, reports, evaluations, interface)
    return (*(each.router for each in parts), static_files.nowhere)
