"""Ask a server as fast as it answers, on connections that are kept; a process of its own."""

import json
import os
import selectors
import socket
import subprocess
import sys
import time
from contextlib import ExitStack, suppress
from itertools import count
from pathlib import Path
from typing import NamedTuple

from bench.asked import request

CONNECTIONS = 16
"""Twice as many as all workers of a server have threads, so that none of them is ever idle."""
LONGEST_WAIT = 10.0


class Load(NamedTuple):
    """What to send: a kind of request, which numbers from ``first`` on tell apart."""

    port: int
    kind: str
    first: int
    seconds: float
    status: int
    token: str = ""


class Rate(NamedTuple):
    """Right answers in some seconds; which part of a core the client took, and the server."""

    answers: int
    seconds: float
    client: float
    server: float = 0.0

    @property
    def per_second(self) -> float:
        """Answers in a second."""
        return self.answers / self.seconds

    @property
    def server_cpu(self) -> float:
        """Seconds of CPU that the server took for one answer."""
        return self.server * self.seconds / self.answers


class WrongAnswer(Exception):
    """A server did not answer as it should."""


def measure(load: Load, group: int) -> Rate:
    """Run a load, in a process of its own, on a server with this process group.

    Raises ``WrongAnswer``.
    """
    before = group_cpu(group)
    command = [sys.executable, "-m", "bench.load", json.dumps(load)]
    done = subprocess.run(
        command, cwd=Path(__file__).parent.parent, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise WrongAnswer(f"{load.kind}: {done.stderr.strip()}")
    rate = Rate(*json.loads(done.stdout))
    return rate._replace(server=(group_cpu(group) - before) / load.seconds)


def group_cpu(group: int) -> float:
    """Seconds of CPU that the processes of a group have taken so far."""
    ticks = 0
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):  # it has ended
            fields = path.read_text().rpartition(")")[2].split()
            if int(fields[2]) == group:
                ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


class Connection:
    """One connection, and what has come on it of an answer."""

    def __init__(self, port: int) -> None:
        """Connect."""
        self.socket = socket.create_connection(("127.0.0.1", port), LONGEST_WAIT)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.received = bytearray()

    def read(self) -> bytes | None:
        """Take what has come; return the answer once it is there whole."""
        part = self.socket.recv(1 << 16)
        if not part:
            raise WrongAnswer("the server closed a connection")
        self.received += part
        length = answer_length(self.received)
        if length is None or len(self.received) < length:
            return None
        answer = bytes(self.received)
        self.received.clear()
        return answer


def answer_length(received: bytearray) -> int | None:
    """How long the answer is that begins like this; None while its head is not there whole."""
    end = received.find(b"\r\n\r\n")
    if end < 0:
        return None
    head = received[:end].lower()
    at = head.find(b"\r\ncontent-length:")
    if at < 0:
        raise WrongAnswer(f"an answer without Content-Length: {bytes(head)!r}")
    value = head[at + 17 :].split(b"\r\n", 1)[0]
    return end + 4 + int(value)


def run(load: Load) -> Rate:
    """Keep every connection busy until the time is up; raise ``WrongAnswer``.

    What is under way then is waited for, so that nobody else has to share the machine with it.
    """
    wanted = b"HTTP/1.1 %d " % load.status
    numbers, answers, waiting = count(load.first), 0, CONNECTIONS
    with selectors.DefaultSelector() as selector, ExitStack() as stack:
        connections = [Connection(load.port) for _ in range(CONNECTIONS)]
        for connection in connections:
            stack.enter_context(connection.socket)
            selector.register(connection.socket, selectors.EVENT_READ, connection)
        end, cpu = time.perf_counter() + load.seconds, time.process_time()
        for connection in connections:
            connection.socket.sendall(request(load.kind, next(numbers), load.token))
        while waiting:
            ready = selector.select(LONGEST_WAIT)
            if not ready:
                raise WrongAnswer(f"no answer in {LONGEST_WAIT:g} seconds")
            for key, _ in ready:
                answer = key.data.read()
                if answer is None:
                    continue
                if not answer.startswith(wanted):
                    raise WrongAnswer(f"not {load.status}: {answer[:400]!r}")
                if time.perf_counter() >= end:
                    waiting -= 1
                    continue
                answers += 1
                key.data.socket.sendall(request(load.kind, next(numbers), load.token))
        return Rate(answers, load.seconds, (time.process_time() - cpu) / load.seconds)


if __name__ == "__main__":
    try:
        sys.stdout.write(json.dumps(run(Load(*json.loads(sys.argv[1])))))
    except (WrongAnswer, OSError) as failure:
        sys.exit(str(failure))
