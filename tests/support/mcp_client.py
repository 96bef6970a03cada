"""The official client of the Model Context Protocol, and servers for it to talk to."""

import json
import os
import re
import signal
import subprocess
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import anyio
import httpx2
from jsonschema import Draft202012Validator
from mcp.client import Client
from mcp.client.stdio import StdioServerParameters, stdio_client
from mcp.client.streamable_http import streamable_http_client

from ant.core.planning.requests import Request
from ant.mcp.folders import Folders
from ant.mcp.server import TOOLS, Serving
from support.server import plain_environment

KEY = "a-key-of-these-tests"


class Told(NamedTuple):
    """What a call has answered."""

    is_error: bool
    value: dict[str, Any]

    @property
    def codes(self) -> set[str]:
        """The codes of its problems."""
        return {problem["code"] for problem in self.value.get("problems", [])}


async def call(client: Client, tool: str, **arguments: Any) -> Told:
    """Call a tool; its text has to be what its structured answer is, and that as it was told.

    A refusal as well: other clients than this one hold every answer against the schema.
    """
    result = await client.call_tool(tool, arguments)
    Draft202012Validator(TOOLS[tool].output_schema).validate(result.structured_content)
    [content] = result.content
    assert content.type == "text" and json.loads(content.text) == result.structured_content
    return Told(result.is_error, result.structured_content)


def called(folder: Path, tool: str, **arguments: Any) -> Told:
    """Call a tool of a server in this process."""

    async def ask() -> Told:
        async with Client(Serving(Folders([str(folder)])).server) as client:
            return await call(client, tool, **arguments)

    return anyio.run(ask)


def plan_call(request: Request, terms: Any) -> dict[str, Any]:
    """The arguments of ``plan`` that ask for the same as a program does."""
    given = {
        name: value
        for name, value in request._asdict().items()
        if name not in request._field_defaults or request._field_defaults[name] != value
    }
    answers = {"answers": dict(terms.answers), "agree": terms.agree, "conflicts": terms.conflicts}
    return {"request": type(request).__name__, "arguments": given, **answers}


@asynccontextmanager
async def over_stdio(ant_path: Path, *folders: Path) -> AsyncIterator[Client]:
    """A client of ``ant mcp``, which it starts."""
    words = ["mcp", *map(str, folders)]
    started = StdioServerParameters(command=str(ant_path), args=words, env=plain_environment())
    async with Client(stdio_client(started)) as client:
        yield client


@asynccontextmanager
async def over_http(url: str, key: str = KEY) -> AsyncIterator[Client]:
    """A client of a server that is there."""
    headers = {"Authorization": f"Bearer {key}"}
    async with (
        httpx2.AsyncClient(headers=headers, timeout=60) as http,
        Client(streamable_http_client(url, http_client=http)) as client,
    ):
        yield client


@contextmanager
def http_server(
    ant_path: Path, folder: Path, address: str = "127.0.0.1:0", *words: str
) -> Iterator[str]:
    """``ant mcp --http`` on a port of its own; gives its URL."""
    with subprocess.Popen(
        [ant_path, "mcp", folder, "--http", address, *words], stderr=subprocess.PIPE, text=True,
        stdout=subprocess.PIPE, env=plain_environment({"ANT_MCP_KEY": KEY}),
    ) as server:  # fmt: skip
        assert server.stderr and server.stdout
        said = server.stderr.readline()
        found = re.search(r"http://[\d.]+:\d+/mcp", said)
        assert found, said + server.stderr.read()
        yield found[0]
        server.send_signal(signal.SIGINT)
        assert server.stdout.read() == ""
        assert server.wait(20) == 0


def spoken(ant_path: Path, folder: Path, *lines: bytes) -> list[dict[str, Any]]:
    """What ``ant mcp`` answers to some lines, after those of a handshake; nothing else is said."""
    opening: list[Mapping[str, Any]] = [
        {"jsonrpc": "2.0", "id": 0, "method": "initialize",
         "params": {"protocolVersion": "2025-06-18", "capabilities": {},
                    "clientInfo": {"name": "test", "version": "1"}}},
        {"jsonrpc": "2.0", "method": "notifications/initialized"},
    ]  # fmt: skip
    ending = {"jsonrpc": "2.0", "id": "last", "method": "ping"}
    with subprocess.Popen(
        [ant_path, "mcp", folder], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        env=plain_environment(),
    ) as server:  # fmt: skip
        assert server.stdin and server.stdout
        for line in [*(json.dumps(message).encode() for message in opening), *lines]:
            server.stdin.write(line + b"\n")
        server.stdin.write(json.dumps(ending).encode() + b"\n")
        server.stdin.flush()
        answers: list[dict[str, Any]] = []
        while not answers or answers[-1].get("id") != "last":
            answers.append(json.loads(server.stdout.readline()))
        server.stdin.close()
        assert server.stdout.read() == b""
        assert server.wait(20) == os.EX_OK
    return answers[1:-1]
