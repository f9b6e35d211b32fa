"""The style sheet and the script, and the way in."""

from __future__ import annotations

from typing import Literal

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from api.http.page.shell import ROOT, Page, shown, static_file

router = APIRouter(include_in_schema=False, route_class=Page)
#: Registered last: whatever else is asked below the page's root.
nowhere = APIRouter(include_in_schema=False, route_class=Page)

_MEDIA = {"page.css": "text/css; charset=utf-8", "page.js": "text/javascript; charset=utf-8"}


@router.get("/")
@router.get(ROOT)
@router.get(f"{ROOT}/")
def start() -> Response:
    """On to the first page."""
    return RedirectResponse(f"{ROOT}/ask", status_code=303)


@router.get("/favicon.ico")
def icon() -> Response:
    """None; asked for by every browser."""
    return Response(status_code=204)


@router.get(f"{ROOT}/static/{{name}}")
def static(name: Literal["page.css", "page.js"]) -> Response:
    """One of the two files; their address changes when they do."""
    return Response(static_file(name), media_type=_MEDIA[name], headers={"cache-control": "max-age=86400"})


@nowhere.get(f"{ROOT}/{{rest:path}}")
def missing(request: Request, rest: str) -> Response:
    """A page that is not there."""
    del rest
    return shown(
        request, "problem.html", status=404, title="There is no such page", message="the address leads nowhere"
    )
