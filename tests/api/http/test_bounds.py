"""What a request may bring, for every route alike: files where files are taken, and numbers in the address."""

from __future__ import annotations

from typing import Any

import pytest

from api.http.service import Limits

#: More than a plain body may have, less than an upload may.
LARGE = b"x" * (Limits.body_bytes + 1)
#: More than any of the numbers that a query could hold as words.
_WORD = "seventeen"


def operations(world: Any) -> list[tuple[str, str, dict[str, Any]]]:
    described = world.app.openapi()["paths"]
    return [(path, verb, what) for path, verbs in described.items() for verb, what in verbs.items()]


def filled_in(path: str, what: dict[str, Any]) -> str:
    names = [each["name"] for each in what.get("parameters", ()) if each["in"] == "path"]
    return path.format(**dict.fromkeys(names, "none"))


def test_every_route_that_takes_a_file_takes_a_large_one(world: Any) -> None:
    taken = [
        (verb, filled_in(path, what))
        for path, verb, what in operations(world)
        if "multipart/form-data" in what.get("requestBody", {}).get("content", {})
    ]
    assert len(taken) >= 6
    for verb, path in taken:
        answer = world.client().request(verb, path, files={"file": ("a.835", LARGE), "files": ("a.835", LARGE)})
        assert answer.status_code != 413, (verb, path)


def test_a_paper_larger_than_a_plain_body_is_kept(world: Any) -> None:
    address = f"/v1/cases/{world.ids['two']['case']}/papers/scan.png"
    client = world.client("two")
    assert client.put(address, files={"file": ("scan.png", LARGE, "image/png")}).status_code == 201
    assert client.get(address).content == LARGE
    assert client.get(address, headers={"content-length": str(len(LARGE))}).status_code == 413


def numbers_in_addresses(world: Any) -> list[Any]:
    asked = [
        (verb, filled_in(path, what), each["name"], each["schema"])
        for path, verb, what in operations(world)
        for each in what.get("parameters", ())
        if each["in"] == "query"
    ]
    one_of = [(*where, schema["enum"]) for *where, schema in asked if int in map(type, schema.get("enum", ()))]
    between = [(*where, [schema["minimum"]]) for *where, schema in asked if "minimum" in schema]
    return [*one_of, *between]


def test_every_number_in_an_address_is_read(world: Any) -> None:
    found = numbers_in_addresses(world)
    assert len(found) >= 10
    for verb, path, name, values in found:
        for value in [*values, _WORD]:
            answer = world.client().request(verb, path, params={name: value}, json={})
            told = [each for each in answer.json().get("errors", ()) if name in str(each)] if answer.is_error else []
            assert bool(told) == (value == _WORD), (verb, path, name, value, answer.text)


@pytest.mark.parametrize("level", [1, 2, 3])
def test_each_level_has_its_day(world: Any, level: int) -> None:
    case = world.case.model_dump(mode="json")
    answer = world.client().post(f"/v1/deadline?level={level}", json=case)
    assert answer.status_code == 200, answer.text
    calendar = world.client().post(f"/v1/deadline.ics?level={level}", json=case)
    kept = world.client().get(f"/v1/cases/{world.ids['one']['case']}/deadline.ics?level={level}")
    assert {calendar.status_code, kept.status_code} <= {200, 422}
    assert "/problems/invalid" not in calendar.text + kept.text


def test_no_other_level_is_taken(world: Any) -> None:
    for level in ("0", "4", "one", "1.0", "²"):
        answer = world.client().post("/v1/deadline", params={"level": level}, json={})
        assert (answer.status_code, answer.json()["type"]) == (422, "/problems/invalid"), level
