"""The server: its tools and resources, independent of the transport."""

import json
import logging
from collections.abc import Mapping
from typing import Any

import anyio
import anyio.to_thread
from mcp import types
from mcp.server.context import ServerRequestContext
from mcp.server.lowlevel import Server
from mcp.shared.exceptions import MCPError

from ant import __version__
from ant.core.errors import AntError, Problem, ReadFailed
from ant.core.text.json_value import Json
from ant.core.text.words import listed, quoted
from ant.mcp.arguments import check_arguments
from ant.mcp.documents import DOCUMENTS, SCHEME, document
from ant.mcp.errors import UnknownTool
from ant.mcp.folders import Folders
from ant.mcp.plans import Plans
from ant.mcp.spelling import refusal
from ant.mcp.tools import changing, looking
from ant.mcp.tools.tool import Context, Tool

INSTRUCTIONS = (
    "Grows layered Flask APIs. A change of an existing project: plan, look at its diff, losses and"
    " questions, apply, migrate, check. project_path is relative to the folder that the server is"
    " started in, and is that folder where it is left out. Nothing that somebody wrote is"
    " overwritten: what cannot be merged is refused with the lines to write."
)
TOOLS = {tool.name: tool for tool in (*changing.TOOLS, *looking.TOOLS)}

_Called = ServerRequestContext[Any, Any]
_log = logging.getLogger(__name__)


class Serving:
    """A server, and the turn of the call that is being carried out."""

    def __init__(self, folders: Folders) -> None:
        """Take the folders that it may work in."""
        self._context = Context(folders, Plans())
        self.turn: anyio.CapacityLimiter = anyio.CapacityLimiter(1)
        """Held by each call but for those that run long: one after the other."""
        self.server: Server[Any] = Server(
            "ant",
            version=__version__,
            instructions=INSTRUCTIONS,
            on_list_tools=_list_tools,
            on_call_tool=self._call_tool,
            on_list_resources=_list_documents,
            on_read_resource=_read_document,
        )

    async def _call_tool(
        self, _called: _Called, call: types.CallToolRequestParams
    ) -> types.CallToolResult:
        tool = TOOLS.get(call.name)
        if tool is None:
            hint = f"There is: {', '.join(TOOLS)}."
            error = UnknownTool(Problem(f"There is no tool {quoted(call.name)}.", hint=hint))
            data = refusal(error)
            raise MCPError(types.INVALID_PARAMS, error.problems[0].message, data)
        # Whoever stops waiting for the thread does not stop it: what it has begun becomes whole.
        limiter = None if tool.takes_long else self.turn
        return await anyio.to_thread.run_sync(
            answer, self._context, tool, call.arguments or {}, limiter=limiter
        )


def answer(context: Context, tool: Tool, arguments: Mapping[str, Any]) -> types.CallToolResult:
    """Carry out a call and return the answer, an error as well."""
    try:
        check_arguments(tool.name, tool.input_schema, arguments)
        return _result(tool.run(context, arguments))
    except AntError as error:
        return _result(refusal(error), is_error=True)
    except OSError as error:
        return _result(refusal(ReadFailed(Problem(f"{error.strerror or error}."))), is_error=True)
    except Exception as error:  # a bug in ant must not end the server
        _log.exception("A call of %s failed.", tool.name)
        problem = Problem(f"Internal error: {error!r}.", code="internal_error")
        return _result(refusal(AntError(problem)), is_error=True)


def _result(answer: Mapping[str, Json], *, is_error: bool = False) -> types.CallToolResult:
    text = json.dumps(answer, ensure_ascii=False)
    content: list[types.ContentBlock] = [types.TextContent(type="text", text=text)]
    return types.CallToolResult(content=content, structured_content=answer, is_error=is_error)


async def _list_tools(
    _called: _Called, _request: types.PaginatedRequestParams | None
) -> types.ListToolsResult:
    return types.ListToolsResult(tools=[_described(tool) for tool in TOOLS.values()])


def _described(tool: Tool) -> types.Tool:
    looks = tool.destroys is None
    hints = types.ToolAnnotations(
        read_only_hint=looks or None, destructive_hint=None if looks else tool.destroys
    )
    return types.Tool(
        name=tool.name,
        description=tool.about,
        input_schema=tool.input_schema,
        output_schema=tool.output_schema,
        annotations=hints,
    )


async def _list_documents(
    _called: _Called, _request: types.PaginatedRequestParams | None
) -> types.ListResourcesResult:
    found = [
        types.Resource(uri=f"{SCHEME}{name}", name=name, title=title, mime_type="text/markdown")
        for name, title in DOCUMENTS.items()
    ]
    return types.ListResourcesResult(resources=found)


async def _read_document(
    _called: _Called, request: types.ReadResourceRequestParams
) -> types.ReadResourceResult:
    uri = str(request.uri)
    text = document(uri)
    if text is None:
        there = listed([f"{SCHEME}{name}" for name in DOCUMENTS])
        raise MCPError(types.INVALID_PARAMS, f"There is no {quoted(uri)}. There is: {there}.")
    content = types.TextResourceContents(uri=uri, mime_type="text/markdown", text=text)
    return types.ReadResourceResult(contents=[content])
