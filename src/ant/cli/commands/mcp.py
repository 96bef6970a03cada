"""``ant mcp``."""

import argparse
import os
from typing import TYPE_CHECKING

from ant.cli.output import Output
from ant.cli.parser import Commands, UsageError, add_command
from ant.core.text.words import quoted

if TYPE_CHECKING:
    from ant.mcp.server import Serving

ABOUT = "Serve what ant can do to a coding agent, by the Model Context Protocol."
MORE = """\
Without options it speaks on standard input and output, as an agent starts it. It works in the
folders that are named and nowhere else. With --http clients have to send the key that the variable
ANT_MCP_KEY holds:  Authorization: Bearer KEY

It needs the extra mcp:  pip install "ant-cli[mcp]\""""
KEY = "ANT_MCP_KEY"


def add(commands: Commands) -> None:
    """Add the command to the grammar."""
    mcp = add_command(commands, "mcp", ABOUT, _mcp, more=MORE)
    mcp.add_argument(
        "folders", nargs="*", default=["."], metavar="FOLDER",
        help="Where it may work: projects, or folders of projects (default: this one).",
    )  # fmt: skip
    mcp.add_argument(
        "--http", type=_address, metavar="ADDRESS:PORT",
        help="Serve over HTTP, on this address: 127.0.0.1:8000. /mcp is the server, /health says"
        " whether it is there.",
    )  # fmt: skip
    mcp.add_argument(
        "--host", action="append", default=[], metavar="NAME",
        help="A name under which clients come from elsewhere; only with one does it listen on an"
        " address that others can reach.",
    )  # fmt: skip


def _address(text: str) -> tuple[str, int]:
    host, colon, port = text.rpartition(":")
    if colon and host and port.isdecimal() and port.isascii() and int(port) < 2**16:
        return host.removeprefix("[").removesuffix("]"), int(port)
    raise argparse.ArgumentTypeError(f"{quoted(text)} is not like 127.0.0.1:8000")


def _mcp(options: argparse.Namespace, output: Output) -> int:
    import gc

    _check_installed()
    _check_reachable(options)
    from ant.mcp.folders import Folders
    from ant.mcp.server import Serving

    gc.enable()  # turned off at the start of a command, as most are short
    serving = Serving(Folders(options.folders))
    if options.http:
        return _serve_http(serving, options, output)
    import sys

    from ant.mcp.stdio import serve_stdio

    if sys.stdin.isatty():
        output.progress("Waiting for messages on standard input, which an agent sends that starts")
        output.progress("this command itself; Ctrl-C ends it.")
    serve_stdio(serving)
    return 0


def _check_installed() -> None:
    from importlib.util import find_spec

    from ant.core.errors import Problem, ToolFailed

    if not all(find_spec(package) for package in ("mcp", "uvicorn")):
        message = "The server needs packages that a plain installation of ant-cli is without."
        raise ToolFailed(Problem(message, hint='Install them with: pip install "ant-cli[mcp]"'))


def _check_reachable(options: argparse.Namespace) -> None:
    """Refuse an address that is reachable from other machines, unless it is allowed."""
    if options.host and not options.http:
        raise UsageError("--host goes with --http", "ant mcp")
    if not options.http or options.host:
        return
    from ipaddress import ip_address

    host = options.http[0]
    try:
        is_local = host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        is_local = False
    if not is_local:
        message = f"others can reach {quoted(host)}; say the name under which they come with --host"
        raise UsageError(message, "ant mcp")


def _serve_http(serving: "Serving", options: argparse.Namespace, output: Output) -> int:
    from contextlib import suppress

    from ant.core.errors import InvalidRequest, Problem
    from ant.mcp.http import LOCAL, Address, checked_key, serve_http

    key = os.environ.get(KEY)
    if not key:
        hint = f"Set it to a secret that clients send, such as: {KEY}=$(openssl rand -hex 32)"
        raise InvalidRequest(Problem(f"The variable {KEY} is not set.", hint=hint))
    host, port = options.http
    address = Address(host, port, options.host or LOCAL)

    def ready(url: str) -> None:
        output.progress(f"Serving at {url}; Ctrl-C ends it.")

    with suppress(KeyboardInterrupt):  # how a server is meant to end
        serve_http(serving, address, checked_key(key), ready)
    return 0
