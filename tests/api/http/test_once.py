"""A POST that is sent twice is carried out once."""

from __future__ import annotations

from typing import Any

import pytest


def count(world: Any) -> int:
    return len(world.assistant.office.cases.recent(world.caller("one"), most=10_000))


def body(world: Any) -> dict[str, Any]:
    return dict(world.case.model_dump(mode="json"))


def test_the_same_request_gets_the_same_answer(world: Any) -> None:
    before, head = count(world), {"Idempotency-Key": "first"}
    first = world.client().post("/v1/cases", json=body(world), headers=head)
    again = world.client().post("/v1/cases", json=body(world), headers=head)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.content == again.content
    assert again.headers["idempotent-replayed"] == "true"
    assert again.headers["location"] == first.headers["location"]
    assert count(world) == before + 1


def test_another_body_with_the_same_key_is_refused(world: Any) -> None:
    head = {"Idempotency-Key": "second"}
    world.client().post("/v1/cases", json=body(world), headers=head)
    other = world.client().post("/v1/cases", json={"claim": {"lane": "dental", "lines": []}}, headers=head)
    assert (other.status_code, other.json()["type"]) == (422, "/problems/key-used")


def test_a_form_is_the_same_whatever_parts_its_fields(world: Any, sample: Any) -> None:
    before, head = count(world), {"Idempotency-Key": "form"}
    answers = [
        world.client().post(
            "/v1/cases/intake",
            files={"file": ("remittance.835", (sample / "remittance.835").read_bytes())},
            data={"claim": "CH-20931"},
            headers=head,
        )
        for _ in range(2)
    ]
    assert [each.status_code for each in answers] == [201, 201], answers[0].text
    assert answers[0].content == answers[1].content
    assert count(world) == before + 1


def test_a_key_belongs_to_who_sent_it(world: Any) -> None:
    head = {"Idempotency-Key": "shared"}
    ones = world.client("one").post("/v1/cases", json=body(world), headers=head).json()["id"]
    twos = world.client("two").post("/v1/cases", json=body(world), headers=head).json()["id"]
    assert ones != twos


def test_while_the_first_runs_the_second_waits(world: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[Any] = []
    add_case = world.assistant.desk.add_case

    def slow(*arguments: Any) -> Any:
        seen.append(world.client().post("/v1/cases", json=body(world), headers={"Idempotency-Key": "slow"}))
        return add_case(*arguments)

    monkeypatch.setattr(world.assistant.desk, "add_case", slow)
    first = world.client().post("/v1/cases", json=body(world), headers={"Idempotency-Key": "slow"})
    assert first.status_code == 201
    assert [each.status_code for each in seen] == [409]
    assert seen[0].json()["type"] == "/problems/still-running"
    assert int(seen[0].headers["retry-after"]) >= 1


def test_a_request_that_failed_may_be_sent_again(world: Any) -> None:
    head = {"Idempotency-Key": "failed"}
    assert world.client().post("/v1/cases", json={"claim": 1}, headers=head).status_code == 422
    assert world.client().post("/v1/cases", json=body(world), headers=head).status_code == 201
