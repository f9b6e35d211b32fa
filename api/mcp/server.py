"""The server: the registry's own tools, with three arguments that stand for what a conversation would give."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import anyio.to_thread
from mcp import types
from mcp.server.lowlevel import Server
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.domain.caller import LOCAL
from assistant.domain.case import Case
from assistant.domain.errors import ClaimwrightError
from assistant.privacy.scratch import private_folder

if TYPE_CHECKING:
    from langchain_core.tools import BaseTool

    from assistant.assistant import Assistant

INSTRUCTIONS = """\
Answers over payer policies for dental offices, each with its proof. Policies are dated: give as_of, the date of
service. Quote passages word for word and name their document. What a tool does not find is unknown, not refused.
"""
_READS = types.ToolAnnotations(read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False)


class Around(BaseModel):
    """What a conversation would give beside a tool's own arguments."""

    model_config = ConfigDict(extra="ignore")

    as_of: date | None = Field(default=None, description="Date of service, YYYY-MM-DD; today without it")
    text: str = Field(
        default="", max_length=200_000, description="Pasted text, for tools that read a note, a letter or an 835"
    )
    case: Case | None = Field(default=None, description="A case as JSON, for tools that speak of the case at hand")


def create_server(assistant: Assistant) -> Server[Any]:
    """The server over an assistant; it works as the practice of the command line."""

    async def list_tools(_context: Any, _page: Any) -> types.ListToolsResult:
        tools = await anyio.to_thread.run_sync(lambda: assistant.tools(LOCAL))
        return types.ListToolsResult(tools=[_described(tool) for tool in tools])

    async def call_tool(_context: Any, call: types.CallToolRequestParams) -> types.CallToolResult:
        return await anyio.to_thread.run_sync(lambda: called(assistant, call.name, call.arguments or {}))

    return Server(
        "claimwright",
        version=version("claimwright"),
        instructions=INSTRUCTIONS,
        on_list_tools=list_tools,
        on_call_tool=call_tool,
    )


def called(assistant: Assistant, name: str, arguments: Mapping[str, Any]) -> types.CallToolResult:
    """What a tool returns, as text and as its artifact; a mistake of the caller is a result that says so."""
    try:
        around = Around.model_validate(arguments)
        with private_folder() as folder:
            text, artifact = _run(assistant, name, arguments, around, folder)
    except ClaimwrightError as error:
        return _mistaken(str(error))
    except ValidationError as error:
        slips = (f"{'.'.join(map(str, each['loc']))}: {each['msg']}" for each in error.errors(include_input=False)[:10])
        return _mistaken("; ".join(slips))
    content: list[types.ContentBlock] = [types.TextContent(type="text", text=text)]
    return types.CallToolResult(content=content, structured_content=artifact.model_dump(mode="json"))


def _run(
    assistant: Assistant, name: str, arguments: Mapping[str, Any], around: Around, folder: Path
) -> tuple[str, BaseModel]:
    from assistant.domain.errors import NotFound
    from assistant.intake.case_file import in_folder

    case = in_folder(around.case, folder) if around.case is not None else None
    tools = {tool.name: tool for tool in assistant.tools(LOCAL, text=around.text, on=around.as_of, case=case)}
    if name not in tools:
        raise NotFound("no tool has this name", where="name", fix=f"one of {', '.join(tools)}")
    own = {key: value for key, value in arguments.items() if key not in Around.model_fields}
    message = tools[name].invoke({"type": "tool_call", "id": "call", "name": name, "args": own})
    assistant.office.audit.record(LOCAL, "view", name, "tool call of another program")
    return str(message.content), message.artifact


def _described(tool: BaseTool) -> types.Tool:
    """Name, description and schema as the registry has them, with the arguments around them."""
    schema = tool.get_input_jsonschema()
    around = {
        "as_of": {"type": "string", "format": "date", "description": Around.model_fields["as_of"].description},
        "text": {"type": "string", "description": Around.model_fields["text"].description},
        "case": {"type": "object", "description": Around.model_fields["case"].description},
    }
    properties = {**schema.get("properties", {}), **around}
    schema = {"type": "object", **schema, "properties": properties}
    return types.Tool(name=tool.name, description=tool.description, input_schema=schema, annotations=_READS)


def _mistaken(text: str) -> types.CallToolResult:
    return types.CallToolResult(content=[types.TextContent(type="text", text=text)], is_error=True)
