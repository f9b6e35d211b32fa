"""What the routes of one service share."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from fastapi import Depends, Request

from api.http.metrics import Metrics

if TYPE_CHECKING:
    from assistant.assistant import Assistant

#: The hosts that a service on loopback answers to: a page elsewhere that points its own name here gets nothing.
LOOPBACK_HOSTS = ("127.0.0.1", "localhost", "[::1]")


@dataclass(frozen=True)
class Limits:
    """What one request may bring and how often; each excess is answered, never dropped."""

    body_bytes: int = 2_000_000
    upload_bytes: int = 30_000_000
    requests_per_minute: int = 240
    seconds_to_read: float = 30.0


@dataclass(frozen=True)
class Service:
    """The assistant behind the routes and how the service was opened.

    ``open_as_local`` lets loopback requests in as the practice ``local`` without a credential;
    it is only ever true while no key and no user exists. ``template`` is the office's Word template.
    """

    assistant: Assistant
    hosts: tuple[str, ...] = LOOPBACK_HOSTS
    secure: bool = False
    open_as_local: bool = False
    template: Path | None = None
    limits: Limits = field(default_factory=Limits)
    metrics: Metrics = field(default_factory=Metrics)


def service_of(request: Request) -> Service:
    """The service that this request reached."""
    service: Service = request.app.state.service
    return service


TheService = Annotated[Service, Depends(service_of)]
