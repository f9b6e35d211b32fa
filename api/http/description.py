"""The description of the interface: what the routes say of themselves, and what they all have in common."""

from __future__ import annotations

from copy import deepcopy
from threading import Lock
from typing import Any

from fastapi import FastAPI
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from api.http.callers import SESSION_COOKIE
from api.http.problems import Problem
from api.http.telling import EVENTS

_PLACE = "#/components/schemas/{model}"
#: What everything under /v1 asks for: one of the two.
_CREDENTIALS = {
    "key": {
        "type": "http",
        "scheme": "bearer",
        "description": "an API key, `cw_live_...`; `claimwright key make` makes one with a scope: ask, draft or admin",
    },
    "session": {
        "type": "apiKey",
        "in": "cookie",
        "name": SESSION_COOKIE,
        "description": "a browser that signed in on the page; what changes something carries `X-Form-Word` as well",
    },
}
#: Shapes of errors that the framework describes and no route here gives.
_NOT_OURS = ("HTTPValidationError", "ValidationError")


class Described(FastAPI):
    """An application whose description names the credentials, the problems and the events of its streams."""

    _whole: dict[str, Any] | None = None
    _one_at_a_time = Lock()

    def openapi(self) -> dict[str, Any]:
        """The description, made once; nobody is given half of it."""
        with self._one_at_a_time:
            if self._whole is None:
                self._whole = _completed(deepcopy(super().openapi()))
            return self._whole


def _completed(described: dict[str, Any]) -> dict[str, Any]:
    parts = described["components"]
    parts["securitySchemes"] = _CREDENTIALS
    parts["schemas"] = {**parts["schemas"], **_schemas(Problem, *(model for model, _ in EVENTS.values()))}
    for path, verbs in described["paths"].items():
        for operation in verbs.values():
            if path.startswith("/v1/"):
                operation["security"] = [{name: []} for name in _CREDENTIALS]
            _describe_events(operation)
            _without_another_shape(operation)
    for name in _NOT_OURS:
        parts["schemas"].pop(name, None)
    return described


def _schemas(*models: type[BaseModel]) -> dict[str, Any]:
    _, made = models_json_schema([(model, "serialization") for model in models], ref_template=_PLACE)
    schemas: dict[str, Any] = made["$defs"]
    return schemas


def _without_another_shape(operation: dict[str, Any]) -> None:
    """Leave out the framework's own shape of an error, which is added where a route describes no 422."""
    content = operation["responses"].get("422", {}).get("content", {}).get("application/json", {})
    if content.get("schema", {}).get("$ref") == _PLACE.format(model=_NOT_OURS[0]):
        del operation["responses"]["422"]


def _describe_events(operation: dict[str, Any]) -> None:
    """Name the events where the framework only knows that there are some."""
    stream = operation["responses"].get("200", {}).get("content", {}).get("text/event-stream", {})
    if "event" in stream.get("itemSchema", {}).get("properties", ()):
        stream["itemSchema"] = {"oneOf": [_event(name, *of) for name, of in EVENTS.items()]}


def _event(name: str, model: type[BaseModel], description: str) -> dict[str, Any]:
    content = {"contentMediaType": "application/json", "contentSchema": {"$ref": _PLACE.format(model=model.__name__)}}
    data = {"type": "string", **content}
    properties = {"event": {"const": name}, "data": data}
    return {"type": "object", "description": description, "properties": properties, "required": ["event", "data"]}
