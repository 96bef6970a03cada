"""The official inspector of the Model Context Protocol, at its command line."""

import json
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from support.mcp_client import Told
from support.node import packages, tools, with_node

LISTING = Path(__file__).parent / "inspector/package.json"
NAME = "ant"
TOLD_ERROR = 5
"""Its exit code for a tool that answers an error."""


class Inspector:
    """One connection, which a process of the inspector keeps while commands use it."""

    def __init__(self, folder: Path, server: Mapping[str, Any]) -> None:
        """Connect to a server, as clients have it in their settings."""
        self._programs = packages("inspector", LISTING) / ".bin"
        self._settings = folder / "servers.json"
        self._settings.write_text(json.dumps({"mcpServers": {NAME: server}}))
        self._environment = with_node({
            "HOME": str(folder), "MCP_INSPECTOR_DAEMON_DIR": str(folder / "daemon"),
            "MCP_INSPECTOR_DAEMON_TOKEN": "0123456789abcdef" * 2,
            "MCP_INSPECTOR_SECRET_STORE": "memory",
        })  # fmt: skip
        (folder / "daemon").mkdir(mode=0o700)
        self._run("--config", self._settings, "connect", NAME)

    async def call(self, tool: str, **arguments: Any) -> Told:
        """Call a tool; the inspector refuses what is not as the tool's schema says."""
        words = ("--connection", NAME, "tools/call", tool, "--tool-args-json")
        done = self._run(*words, json.dumps(arguments))
        answer = json.loads(done.stdout)
        assert answer.get("isError", False) is (done.returncode == TOLD_ERROR)
        return Told(answer.get("isError", False), answer["structuredContent"])

    def listed(self) -> dict[str, Any]:
        """The tools; fails where their schemas are not those that all clients can use."""
        command: list[str | Path] = [
            tools().parent / "node",
            self._programs / "mcp-inspector",
            "--cli",
        ]
        words = ("--config", self._settings, "--server", NAME, "--method", "tools/list")
        done = subprocess.run(
            [*command, *words, "--strict", "--format", "json", "--quiet"], env=self._environment,
            capture_output=True, text=True, timeout=300, check=True,
        )  # fmt: skip
        found: dict[str, Any] = json.loads(done.stdout)["result"]
        return found

    def close(self) -> None:
        """End the process that keeps the connection, and the server with it."""
        self._run("daemon", "stop")

    def _run(self, *words: str | Path) -> "subprocess.CompletedProcess[str]":
        command: list[str | Path] = [
            tools().parent / "node",
            self._programs / "mcpdo",
            "--format",
            "json",
        ]
        done = subprocess.run(
            [*command, *words], env=self._environment, capture_output=True, text=True, timeout=300,
            check=False,
        )  # fmt: skip
        assert done.returncode in (0, TOLD_ERROR), done.stdout + done.stderr
        return done


@contextmanager
def inspector(server: Mapping[str, Any]) -> Iterator[Inspector]:
    """The inspector with a server; in a folder whose path is short enough for a socket."""
    with tempfile.TemporaryDirectory(prefix="inspect") as folder:
        found = Inspector(Path(folder), server)
        try:
            yield found
        finally:
            found.close()
