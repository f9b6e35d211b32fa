"""A service in several processes: each makes its own application and shares nothing but the database."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fastapi import APIRouter, FastAPI

    from assistant.assistant import Assistant
    from assistant.settings import Settings

#: Where ``serve`` leaves what it was called with for the processes that it starts.
VARIABLE = "CW_SERVED"
FACTORY = "api.http.workers:create"
#: Where the processes leave their figures for whichever of them is asked; the name is the library's.
FIGURES = "PROMETHEUS_MULTIPROC_DIR"
#: More processes than this need more memory than an office machine has.
_MOST = 4


def usual() -> int:
    """So many processes as there are cores for them, and not many."""
    return max(1, min(_MOST, len(os.sched_getaffinity(0))))


def handed_over(
    flags: Mapping[str, str], hosts: tuple[str, ...], *, secure: bool, open_as_local: bool, processes: int
) -> str:
    """What a worker needs to know, for its environment; no secret is among it."""
    handed = {"flags": dict(flags), "hosts": hosts, "secure": secure, "open_as_local": open_as_local}
    return json.dumps({**handed, "processes": processes})


def create() -> FastAPI:
    """The application of one worker."""
    from api.http import logs
    from api.http.app import create_app
    from api.http.service import Service, limits_of
    from assistant.bootstrap import build_assistant
    from assistant.settings import load_settings

    logs.install()
    handed = json.loads(os.environ[VARIABLE])
    settings = load_settings(handed["flags"])
    assistant = build_assistant(settings)
    return create_app(
        Service(
            assistant=assistant,
            hosts=tuple(handed["hosts"]),
            secure=handed["secure"],
            open_as_local=handed["open_as_local"],
            template=settings.template,
            runs=settings.home / "evals",
            # one worker process each is enough: there are several of these
            doors=other_doors(assistant, settings.model_copy(update={"slack_workers": 1})),
            limits=limits_of(settings, processes=handed["processes"]),
            warmed=True,
        )
    )


def other_doors(assistant: Assistant, settings: Settings) -> tuple[APIRouter, ...]:
    """Routes of other doors that the settings ask for: that of a Slack workspace which delivers over HTTP."""
    if settings.slack_bot_token is None or settings.slack_signing_secret is None:
        return ()
    from api.slack.http import service_router

    router = service_router(assistant, settings)
    return () if router is None else (router,)
