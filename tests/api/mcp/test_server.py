"""The tools through the protocol library's own client: in this process, over stdio and over HTTP."""

from __future__ import annotations

import os
import sys
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import anyio
import pytest
from mcp import Client, StdioServerParameters

from evals.listening import listening

COMMAND = [sys.executable, "-c", "from api.cli.main import run; run()", "mcp"]


def talk(target: Any, said: Callable[[Client], Awaitable[Any]]) -> Any:
    async def conversation() -> Any:
        async with Client(target) as client:
            return await said(client)

    return anyio.run(conversation)


async def everything(client: Client) -> Any:
    tools = (await client.list_tools()).tools
    found = await client.call_tool("search_policies", {"query": "crown replacement", "payer": "Brightsmile Dental"})
    return tools, found


def judge(tools: Any, found: Any) -> None:
    assert {"search_policies", "look_up_code", "deadline", "estimate", "criteria"} <= {tool.name for tool in tools}
    assert all(tool.annotations.read_only_hint for tool in tools)
    assert all(tool.description and "as_of" in tool.input_schema["properties"] for tool in tools)
    assert not found.is_error
    assert found.structured_content["key"]
    assert found.content[0].text


@pytest.fixture(scope="module")
def server(shipped_cache: Path, tmp_path_factory: pytest.TempPathFactory) -> Any:
    from api.mcp.server import create_server
    from assistant.bootstrap import build_assistant
    from assistant.settings import Settings

    return create_server(build_assistant(Settings(home=tmp_path_factory.mktemp("home"), cache=shipped_cache)))


def test_the_tools_answer_in_this_process(server: Any) -> None:
    judge(*talk(server, everything))


def test_a_code_as_of_a_day(server: Any) -> None:
    found = talk(server, lambda client: client.call_tool("look_up_code", {"code": "D2740", "as_of": "2026-03-01"}))
    assert found.structured_content["report"]


def test_a_case_may_be_sent_along(server: Any) -> None:
    line = {"id": "1", "code": "D4341", "date_of_service": "2026-10-02"}
    case = {"claim": {"lane": "dental", "lines": [line]}}
    found = talk(server, lambda client: client.call_tool("check_claim", {"case": case}))
    assert found.structured_content["report"]["findings"]


@pytest.mark.parametrize(
    ("name", "arguments", "says"),
    [
        ("no_such_tool", {}, "no tool has this name"),
        ("look_up_code", {}, "code"),
        ("look_up_code", {"code": "D2740", "as_of": "soon"}, "as_of"),
        ("check_claim", {"case": {"claim": {"lane": "nowhere"}}}, "case.claim"),
    ],
)
def test_a_mistake_is_a_result_that_says_so(server: Any, name: str, arguments: dict[str, Any], says: str) -> None:
    found = talk(server, lambda client: client.call_tool(name, arguments))
    assert found.is_error
    assert says in found.content[0].text


def surroundings() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name != "PYTEST_CURRENT_TEST"}


def test_the_tools_answer_over_stdio(shipped_cache: Path) -> None:
    judge(*talk(StdioServerParameters(command=COMMAND[0], args=COMMAND[1:], env=surroundings()), everything))


@pytest.fixture
def address(shipped_cache: Path) -> Iterator[str]:
    with listening(lambda port: [*COMMAND, "--http", "--port", str(port)], env=surroundings()) as (port, _):
        yield f"http://127.0.0.1:{port}/mcp"


def test_the_tools_answer_over_http_to_this_machine_alone(address: str) -> None:
    judge(*talk(address, everything))
    import httpx

    strange = httpx.post(address, json={}, headers={"Host": "evil.example"})
    assert strange.status_code in (403, 421)
