"""What the routes of one service share."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Depends, Request

from api.http.long_work import LongWork
from api.http.metrics import Metrics

if TYPE_CHECKING:
    from assistant.assistant import Assistant
    from assistant.settings import Settings

#: The hosts that a service on loopback answers to: a page elsewhere that points its own name here gets nothing.
LOOPBACK_HOSTS = ("127.0.0.1", "localhost", "[::1]")

#: Requests that work at once in one process: enough to use what others wait for, too few to keep each other back.
_AT_ONCE, _AT_ONCE_HOSTED = 2, 32


@dataclass(frozen=True)
class Limits:
    """What one request may bring and how often; each excess is answered, never dropped."""

    body_bytes: int = 2_000_000
    upload_bytes: int = 30_000_000
    requests_per_minute: int = 240
    #: A body may pause for so long, and takes at most so long in all: a slow line brings a large file, nobody idles.
    seconds_to_read: float = 30.0
    seconds_in_all: float = 600.0
    #: Requests that work at the same time in one process, and those that may wait for them.
    at_once: int = _AT_ONCE
    waiting: int = 200
    seconds_to_wait: float = 30.0


def limits_of(settings: Settings, *, processes: int = 1) -> Limits:
    """The limits that an installation asks for; a hosted model is waited for, and waiting takes no core.

    Each of several ``processes`` counts by itself and allows its share.
    """
    at_once = _AT_ONCE if settings.model is None else _AT_ONCE_HOSTED
    return Limits(requests_per_minute=max(1, settings.requests_per_minute // processes), at_once=at_once)


@dataclass(frozen=True)
class Service:
    """The assistant behind the routes and how the service was opened.

    ``open_as_local`` lets loopback requests in as the practice ``local`` without a credential
    for as long as no key and no user exists. ``doors`` are routes of
    other doors that it has as well, a chat workspace's; ``template`` is the office's Word template;
    ``runs`` is where finished evaluations are kept; ``warmed`` has everything loaded before somebody asks.
    """

    assistant: Assistant
    hosts: tuple[str, ...] = LOOPBACK_HOSTS
    secure: bool = False
    open_as_local: bool = False
    template: Path | None = None
    runs: Path | None = None
    doors: tuple[APIRouter, ...] = ()
    warmed: bool = False
    limits: Limits = field(default_factory=Limits)
    metrics: Metrics = field(default_factory=Metrics)
    long_work: LongWork = field(default_factory=LongWork)

    @property
    def needs_nobody(self) -> bool:
        """Whether it is open to this machine without a credential, now: the first key or person shuts it."""
        return self.open_as_local and not self.assistant.office.anybody()


def service_of(request: Request) -> Service:
    """The service that this request reached."""
    service: Service = request.app.state.service
    return service


TheService = Annotated[Service, Depends(service_of)]
