"""The stdio transport: one message on each line."""

import os
import signal
from collections.abc import AsyncIterator
from typing import Any, BinaryIO

import anyio
import anyio.to_thread
from anyio.streams.memory import MemoryObjectSendStream
from mcp import types
from mcp.server.stdio import stdio_server
from mcp.shared.message import SessionMessage

from ant.mcp.server import Serving

LONGEST = 4 * 1024 * 1024
"""Bytes of a message, as over HTTP."""

UNREADABLE = f"This is no message: JSON-RPC in UTF-8, a line of at most {LONGEST} bytes."
_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def serve_stdio(serving: Serving) -> None:
    """Serve until standard input ends, or a signal ends the process.

    Nothing but messages goes to standard output: anything else that is printed during a call, also
    by programs that it runs, goes to standard error.
    """
    try:
        anyio.run(_serve, serving)
    except* BrokenPipeError:
        os._exit(0)  # the client has gone, and the thread that reads would still wait for it


async def _serve(serving: Serving) -> None:
    wire = os.fdopen(os.dup(0), "rb")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    lines: Any = _Lines(wire)  # of what the SDK takes, a file, it only asks for lines
    server = serving.server
    async with anyio.create_task_group() as tasks, stdio_server(lines) as (received, answers):
        tasks.start_soon(_end_on_signals, serving)
        send, read = anyio.create_memory_object_stream[SessionMessage | Exception]()
        tasks.start_soon(_sort_out, received, send, answers)
        await server.run(read, answers, server.create_initialization_options())
        tasks.cancel_scope.cancel()


class _Lines:
    """The lines of a file, each read in a thread that is not waited for at the end."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def __aiter__(self) -> AsyncIterator[str]:
        return self

    async def __anext__(self) -> str:
        line = await anyio.to_thread.run_sync(self._read, abandon_on_cancel=True)
        if not line:
            raise StopAsyncIteration
        return line

    def _read(self) -> str:
        """The next line; one that is no message where it is too long, or not in UTF-8."""
        line = self._file.readline(LONGEST + 1)
        is_whole = len(line) <= LONGEST
        while len(line) > LONGEST and not line.endswith(b"\n"):
            line = self._file.readline(LONGEST + 1)
        try:
            return line.decode() if is_whole else UNREADABLE
        except UnicodeDecodeError:
            return UNREADABLE


async def _sort_out(
    received: Any,  # noqa: ANN401, a stream of the SDK, which names no public type for it
    send: MemoryObjectSendStream[SessionMessage | Exception],
    answers: Any,  # noqa: ANN401, likewise
) -> None:
    """Hand messages on, and answer what is none, which the SDK would pass over."""
    problem = {"code": "invalid_message", "message": UNREADABLE}
    fault = types.ErrorData(
        code=types.PARSE_ERROR, message=UNREADABLE, data={"problems": [problem]}
    )
    async with send:
        async for message in received:
            if isinstance(message, Exception):
                error = types.JSONRPCError(jsonrpc="2.0", id=None, error=fault)
                await answers.send(SessionMessage(error))
            else:
                await send.send(message)


async def _end_on_signals(serving: Serving) -> None:
    """End the process on a signal, after the call that is being carried out; at once on another."""
    handled = [number for number in _SIGNALS if signal.getsignal(number) is not signal.SIG_IGN]
    with anyio.open_signal_receiver(*handled) as signals:
        async with anyio.create_task_group() as tasks:
            seen = 0
            async for number in signals:
                seen += 1
                if seen > 1:
                    os._exit(128 + number)
                tasks.start_soon(_end, serving, number)


async def _end(serving: Serving, number: int) -> None:
    async with serving.turn:
        os._exit(128 + number)
