"""The description that programs are built on: nothing that was promised goes away."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

#: Written anew by ``python -m json.tool`` of ``/v1/openapi.json`` with a release that adds to it.
PROMISED = Path(__file__).with_name("openapi.json")


def gone(promised: Any, now: Any, where: str = "") -> list[str]:
    """Routes, parameters, answers and fields that were there and are not, and what is newly required."""
    found: list[str] = []
    if isinstance(promised, dict):
        if not isinstance(now, dict):
            return [where]
        for name, part in promised.items():
            if name in ("description", "summary", "title", "examples", "example", "version", "default"):
                continue
            if name == "required" and isinstance(part, list):
                found += [f"{where}/required: {each} is new" for each in now.get(name, []) if each not in part]
            elif name not in now:
                found.append(f"{where}/{name}")
            else:
                found += gone(part, now[name], f"{where}/{name}")
    elif isinstance(promised, list):
        if where.endswith("/parameters"):
            names = {each["name"] for each in now}
            found += [f"{where}/{each['name']}" for each in promised if each["name"] not in names]
        elif where.endswith("/enum"):
            found += [f"{where}/{each}" for each in promised if each not in now]
    return found


def test_nothing_that_was_promised_is_gone(world: Any) -> None:
    assert gone(json.loads(PROMISED.read_text(encoding="utf-8")), world.app.openapi()) == []


def test_a_route_or_a_field_that_goes_is_noticed(world: Any) -> None:
    promised = world.app.openapi()
    now = json.loads(json.dumps(promised))
    del now["paths"]["/v1/ask"]
    del now["components"]["schemas"]["Problem"]["properties"]["fix"]
    now["components"]["schemas"]["AskBody"]["required"].append("payer")
    assert len(gone(promised, now)) == 3


def test_every_operation_has_a_name_of_its_own_that_is_kept(world: Any) -> None:
    verbs = [what for path in world.app.openapi()["paths"].values() for what in path.values()]
    names = [what["operationId"] for what in verbs]
    assert len(names) == len(set(names))
    assert all(name.isidentifier() and not name.endswith(("_get", "_post")) for name in names)
    assert all(what.get("summary") and what.get("tags") for what in verbs)


def test_the_bodies_that_people_write_by_hand_have_an_example(world: Any) -> None:
    schemas = world.app.openapi()["components"]["schemas"]
    by_hand = ("AskBody", "DraftBody", "EditBody", "TextBody", "SignOff", "HandOver", "NoteBody", "FeedbackBody")
    assert [name for name in (*by_hand, "DenialBody", "ChatBody") if not schemas[name].get("examples")] == []
