"""Figures for Prometheus: how much, how long, how it ended; never who, and never what was asked."""

from __future__ import annotations

import os
import time
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]

MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_SECONDS = (0.005, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.5, 5.0, 15.0, 60.0)


class Metrics:
    """The figures of one service; each has a registry of its own, so that two never share a count."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "claimwright_requests",
            "Requests by route and status",
            ("route", "method", "status"),
            registry=self._registry,
        )
        self._seconds = Histogram(
            "claimwright_request_seconds",
            "Time to the last byte",
            ("route",),
            buckets=_SECONDS,
            registry=self._registry,
        )
        self._answers = Counter("claimwright_answers", "Answers by action", ("action",), registry=self._registry)
        self._drafts = Counter(
            "claimwright_drafts", "Drafts by kind and status", ("kind", "status"), registry=self._registry
        )

    def answered(self, action: str) -> None:
        """Count an answer."""
        self._answers.labels(action).inc()

    def drafted(self, kind: str, status: str) -> None:
        """Count a draft."""
        self._drafts.labels(kind, status).inc()

    def request(self, route: str, method: str, status: int, seconds: float) -> None:
        """Count a request; ``route`` is the pattern, never the path with its ids."""
        self._requests.labels(route, method, str(status)).inc()
        self._seconds.labels(route).observe(seconds)

    def text(self) -> bytes:
        """Everything in Prometheus' text form; of all processes, where several serve."""
        if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
            return generate_latest(self._registry)
        together = CollectorRegistry()
        MultiProcessCollector(together)  # type: ignore[no-untyped-call]  # the library leaves it untyped
        return generate_latest(together)


class Measured:
    """Counts and times what passes through."""

    def __init__(self, app: Callable[..., Awaitable[None]], metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Any, send: Any) -> None:
        """Pass a request on and note how it ended."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        status, began = 500, time.perf_counter()

        async def noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, noting)
        finally:
            route = getattr(scope.get("route"), "path", "none")
            method = scope["method"] if route != "none" else "other"
            self._metrics.request(route, method, status, time.perf_counter() - began)
