"""Every route with what its own description allows and forbids: no 500, and no status that is not described."""

from __future__ import annotations

import warnings
from typing import Any

import hypothesis
import pytest
import schemathesis
from fastapi.testclient import TestClient
from schemathesis import GenerationMode

#: Requests to a route and kind; the long run is ``python -m evals.fuzz_http``.
EACH = 5
QUIET = [hypothesis.HealthCheck.too_slow, hypothesis.HealthCheck.filter_too_much, hypothesis.HealthCheck.data_too_large]


@pytest.mark.slow
def test_no_route_falls_over_or_answers_what_it_does_not_describe(world: Any) -> None:
    key = world.assistant.office.api_keys.make("fuzzed", "fuzz", "admin", at=world.clock()).secret
    client = TestClient(world.app, base_url="http://localhost", headers={"Authorization": f"Bearer {key}"})
    schema = schemathesis.openapi.from_dict(world.app.openapi())
    described = {
        (path, verb): set(what["responses"])
        for path, verbs in world.app.openapi()["paths"].items()
        for verb, what in verbs.items()
    }
    sent, wrong = 0, []
    for operation in (each.ok() for each in schema.get_all_operations()):
        statuses = described[operation.path, operation.method.lower()]
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
            calls: list[Any] = []
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                collect(operation, mode, calls)
            for call in calls:
                answer = client.request(**call)
                sent += 1
                front = operation.path.startswith(("/v1/chat/", "/v1/models"))
                told = "application/json" if front else "application/problem+json"
                odd = answer.status_code >= 400 and answer.headers["content-type"] != told
                if odd or (str(answer.status_code) not in statuses and answer.status_code not in (405,)):
                    wrong.append((operation.label, answer.status_code, call, answer.text[:300]))
    assert sent > 200
    assert not wrong, "\n".join(map(str, wrong[:20]))


def collect(operation: Any, mode: GenerationMode, calls: list[Any]) -> None:
    """Requests that fit, or do not fit, the description."""

    @hypothesis.settings(max_examples=EACH, derandomize=True, deadline=None, database=None, suppress_health_check=QUIET)
    @hypothesis.given(case=operation.as_strategy(generation_mode=mode))
    def run(case: Any) -> None:
        if call := sendable(case):
            calls.append(call)

    try:
        run()
    except (hypothesis.errors.Unsatisfiable, hypothesis.errors.InvalidArgument):
        return  # nothing that is wrong can be said of a route without parameters
    except schemathesis.errors.SchemathesisError:
        return


def sendable(case: Any) -> dict[str, Any] | None:
    """The request as keyword arguments of an HTTP client; nothing where a header could not be sent by any."""
    plain = case.as_transport_kwargs(base_url="http://localhost", headers={})
    headers = {str(k): str(v) for k, v in (plain.get("headers") or {}).items() if str(k).lower() != "authorization"}
    if any(not (k + v).isascii() or not (k + v).isprintable() for k, v in headers.items()):
        return None
    if isinstance(plain.get("files"), list):
        plain["files"] = [(field, written(part)) for field, part in plain["files"]]
    call = {"method": plain["method"], "url": plain["url"], "params": plain.get("params"), "headers": headers}
    if isinstance(plain.get("data"), bytes | str):
        plain["content"] = plain.pop("data")
    return {
        **call,
        **{name: plain[name] for name in ("json", "data", "content", "files") if plain.get(name) is not None},
    }


def written(part: Any) -> Any:
    """A part of a form whose content is a text or bytes, which is all that a client can send."""
    name, content, *kind = part
    return (name, content if isinstance(content, bytes | str) else str(content), *kind)
