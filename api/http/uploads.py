"""Which requests may bring files: read from the routes themselves, so that none can be forgotten."""

from __future__ import annotations

from collections.abc import Iterable

from fastapi import APIRouter
from fastapi.params import File
from fastapi.routing import APIRoute

#: The forms of the page are read by hand there, with bounds of their own.
_FORMS = "/app/"


class Uploads:
    """The routes of some routers that take a file."""

    def __init__(self, routers: Iterable[APIRouter]) -> None:
        routes = (route for router in routers for route in router.routes if isinstance(route, APIRoute))
        self._taken = [(route.methods, route.path_regex) for route in routes if _takes_a_file(route)]

    def taken(self, method: str, path: str) -> bool:
        """Whether a request of this method may bring a file to this path."""
        return path.startswith(_FORMS) or any(
            method in (methods or ()) and pattern.match(path) for methods, pattern in self._taken
        )


def _takes_a_file(route: APIRoute) -> bool:
    return any(isinstance(field.field_info, File) for field in route.dependant.body_params)
