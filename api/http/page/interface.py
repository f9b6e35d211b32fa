"""The interface for programs, operation by operation, as its own description has it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from api.http.page.shell import ROOT, Page, shown

router = APIRouter(include_in_schema=False, route_class=Page)


@dataclass(frozen=True)
class Operation:
    """One operation, in what a reader wants of it."""

    verb: str
    path: str
    summary: str
    says: str
    parameters: list[dict[str, Any]]
    body: str
    example: str
    answers: list[tuple[str, str, str]]
    events: list[tuple[str, str, str]]


@router.get("/docs")
def docs() -> Response:
    """Where programmers look first."""
    return RedirectResponse(f"{ROOT}/interface", status_code=303)


@router.get(f"{ROOT}/interface")
def interface(request: Request) -> Response:
    """Every operation; open to everybody, as the description itself is, for it holds nobody's data."""
    described: dict[str, Any] = request.app.openapi()
    groups: dict[str, list[Operation]] = {}
    for path, verbs in described["paths"].items():
        for verb, what in verbs.items():
            groups.setdefault(what["tags"][0], []).append(_operation(described, verb, path, what))
    credentials = described["components"]["securitySchemes"]
    return shown(request, "interface.html", groups=groups, about=described["info"], credentials=credentials)


def _operation(described: Mapping[str, Any], verb: str, path: str, what: Mapping[str, Any]) -> Operation:
    content = what.get("requestBody", {}).get("content", {})
    kind = next(iter(content), "")
    schema = _followed(described, content[kind].get("schema", {})) if kind else {}
    example = next(iter(schema.get("examples", ())), None)
    return Operation(
        verb=verb.upper(),
        path=path,
        summary=what["summary"],
        says=what.get("description", ""),
        parameters=[{**each, "takes": _takes(each["schema"])} for each in what.get("parameters", ())],
        body=f"{kind}: {schema.get('title', '')}" if kind else "",
        example=json.dumps(example, indent=1) if example else "",
        answers=[(status, each["description"], _content(each)) for status, each in what["responses"].items()],
        events=list(_events(what)),
    )


def _followed(described: Mapping[str, Any], schema: Mapping[str, Any]) -> Mapping[str, Any]:
    name = _name(schema)
    found: Mapping[str, Any] = described["components"]["schemas"][name] if name else schema
    return found


def _name(schema: Mapping[str, Any]) -> str:
    return str(schema.get("$ref", "")).rpartition("/")[2]


def _takes(schema: Mapping[str, Any]) -> str:
    """The values of a parameter in a few words."""
    if "enum" in schema:
        return ", ".join(map(str, schema["enum"]))
    if "anyOf" in schema:
        return _takes(schema["anyOf"][0])
    bounds = [f"{word} {schema[name]}" for name, word in (("minimum", "from"), ("maximum", "to")) if name in schema]
    return " ".join([schema.get("format", schema.get("type", "")), *bounds])


def _content(answer: Mapping[str, Any]) -> str:
    kinds = answer.get("content", {})
    return ", ".join(f"{kind} {_name(each.get('schema', {}))}".strip() for kind, each in kinds.items())


def _events(what: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    stream = what["responses"].get("200", {}).get("content", {}).get("text/event-stream", {})
    for each in stream.get("itemSchema", {}).get("oneOf", ()):
        told = each["properties"]
        yield told["event"]["const"], each["description"], _name(told["data"]["contentSchema"])
