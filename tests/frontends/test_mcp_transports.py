"""``ant mcp`` as agents start it and reach it: a whole story, and whoever means no good."""

import json
import signal
import socket
import subprocess
from collections.abc import Awaitable, Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

import anyio
import anyio.to_thread
import pytest

from ant.mcp.server import TOOLS
from ant.mcp.stdio import LONGEST
from ant.workspace.project import opened_project
from conftest import Ant, GrownProject
from support.inspecting import inspector
from support.mcp_client import KEY, Told, call, http_server, over_http, over_stdio, spoken
from support.server import plain_environment
from support.trees import Snapshot, snapshot

Ask = Callable[..., Awaitable[Told]]
"""Calls a tool by its name, with arguments."""

SPEC = {"routes": {"users": {"fields": {"name": "string:required"}}}}
MANY = {f"table{number}": {"fields": {"a": "string", "b": "integer"}} for number in range(30)}
"""So many routes that the files of a change are some time on their way."""


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("shared")


@pytest.fixture(scope="module")
def url(shared: Path, ant_path: Path) -> Iterator[str]:
    """A server over HTTP for all that need none of their own."""
    with http_server(ant_path, shared) as found:
        yield found


async def tell_story(ask: Ask, folder: Path, python: Path) -> None:
    """From an empty folder to a migrated project that has an edit of somebody in it."""

    async def done(tool: str, **arguments: Any) -> dict[str, Any]:
        told = await ask(tool, **arguments)
        assert not told.is_error, told.value
        return told.value

    shop = folder / "shop"
    await done("generate_api", project_name="shop", project_path=str(folder), spec=SPEC)
    at = {"project_path": str(shop)}
    products = ["title:string:required", "owner:reference:to=users:required"]
    await done("generate_route", **at, name="products", fields=products)
    orders = {"user": "reference:to=users:required", "product": "reference:to=products:required"}
    await done("generate_route", **at, name="orders", fields=orders)
    service = shop / "api/services/orders_service.py"
    service.write_text(service.read_text() + "\n\nBY_HAND = 1\n")
    fields = {"route": "orders", "fields": ["count:integer:required:min=1"]}
    asked = await done("plan", **at, request="AddFields", arguments=fields)
    assert [question["id"] for question in asked["questions"]] == ["fill:orders.count"]
    plan = await done(
        "plan", **at, request="AddFields", arguments=fields, answers={"fill:orders.count": 1}
    )
    assert plan["questions"] == [] and "+    count: Mapped[int]" in plan["diff"]
    assert "api/models/Orders_model.py" in (await done("apply", plan_id=plan["plan_id"]))["files"]
    assert "AddFields" in (await done("undo", **at))["undone"]
    assert "count" not in (shop / "api/models/Orders_model.py").read_text()
    assert service.read_text().endswith("\n\nBY_HAND = 1\n")
    (shop / ".venv").symlink_to(python.parent.parent)
    assert "Create orders." in (await done("migrate", **at))["output"]
    assert (await done("check", **at))["findings"] == []
    assert (await done("get_project_info", **at))["routes"] == ["users", "products", "orders"]


@pytest.mark.slow
def test_a_whole_story_over_standard_input_and_output(
    ant_path: Path, tmp_path: Path, project_python: Path
) -> None:
    async def talk() -> None:
        async with over_stdio(ant_path, tmp_path) as client:
            await tell_story(partial(call, client), tmp_path, project_python)

    anyio.run(talk)


@pytest.mark.exhaustive
def test_a_whole_story_over_http(url: str, shared: Path, project_python: Path) -> None:
    async def talk() -> None:
        async with over_http(url) as client:
            await tell_story(partial(call, client), shared, project_python)

    anyio.run(talk)


@pytest.mark.exhaustive
@pytest.mark.parametrize("over", ["stdio", "http"])
def test_the_official_inspector_tells_the_story_as_well(
    over: str, ant_path: Path, tmp_path: Path, project_python: Path
) -> None:
    async def talk(server: dict[str, Any]) -> None:
        with inspector(server) as found:
            assert {*TOOLS} == {tool["name"] for tool in found.listed()["tools"]}
            await tell_story(found.call, tmp_path, project_python)
            refused = await found.call("get_project_info", project_path="/")
            assert refused.codes == {"outside_folders"}, "a refusal fits the schema of answers"

    if over == "stdio":
        started = {"command": str(ant_path), "args": ["mcp", str(tmp_path)]}
        anyio.run(talk, {**started, "env": plain_environment()})
    else:
        with http_server(ant_path, tmp_path) as url:
            headers = {"Authorization": f"Bearer {KEY}"}
            anyio.run(talk, {"type": "streamable-http", "url": url, "headers": headers})


@pytest.mark.exhaustive
def test_many_clients_and_commands_at_once_lose_nothing(
    url: str, shared: Path, grown_project: GrownProject, fresh_ant: Ant
) -> None:
    project = grown_project().rename(shared / "many")
    names = [f"route{number}" for number in range(20)]
    typed = [f"typed{number}" for number in range(4)]

    async def talk(name: str) -> None:
        async with over_http(url) as client:
            told = await call(client, "generate_route", project_path="many", name=name)
            assert not told.is_error, told.value

    def type_in(name: str) -> None:
        done = fresh_ant("generate", "route", name, cwd=project)
        assert done.returncode == 0, done.stderr

    async def all_at_once() -> None:
        async with anyio.create_task_group() as tasks:
            for name in names:
                tasks.start_soon(talk, name)
            for name in typed:
                tasks.start_soon(anyio.to_thread.run_sync, type_in, name)

    anyio.run(all_at_once)
    report = json.loads(fresh_ant("routes", "--report", cwd=project).stdout)
    urls = {endpoint["url"] for endpoint in report["routes"]}
    assert {f"/{name}" for name in [*names, *typed]} <= urls
    assert fresh_ant("check", cwd=project).returncode == 0


def answered(
    url: str, body: bytes | None = None, headers: Mapping[str, str] | None = None
) -> tuple[int, bytes]:
    """Status and body of a plain request."""
    sent = {"Content-Type": "application/json", "Accept": "application/json, text/event-stream"}
    try:
        with urlopen(Request(url, body, {**sent, **(headers or {})}), timeout=60) as answer:
            return answer.status, answer.read()
    except HTTPError as error:
        return error.code, error.read()


@pytest.mark.slow
def test_who_has_no_key_or_comes_from_elsewhere_gets_nothing(url: str) -> None:
    right = {"Authorization": f"Bearer {KEY}"}
    ping = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "ping"}).encode()
    assert answered(url.replace("/mcp", "/health")) == (200, b'{"status": "ok"}')
    assert answered(url, ping, right)[0] == 200
    wrong = ("", "Bearer", f"Bearer {KEY}x", f"Bearer {KEY[:-1]}", f"Basic {KEY}", KEY)
    for value in wrong:
        status, body = answered(url, ping, {"Authorization": value})
        assert (status, json.loads(body)["problems"][0]["code"]) == (401, "wrong_key"), value
    assert answered(url, ping)[0] == 401
    assert answered(url, ping, {**right, "Host": "evil.example"})[0] == 421
    assert answered(url, ping, {**right, "Origin": "https://evil.example"})[0] == 403
    assert answered(url, ping, {**right, "Origin": url.removesuffix("/mcp")})[0] == 200
    assert answered(url, b"[" * 100_000, right)[0] == 400
    assert answered(url, b"\xff{", right)[0] == 400
    assert answered(url.replace("/mcp", "/other"), headers=right)[0] == 404
    address = urlsplit(url)
    with socket.create_connection((address.hostname or "", address.port or 0)) as half:
        half.sendall(b"POST /mcp HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 9\r\n\r\n{")
        assert half.recv(1000).startswith(b"HTTP/1.1 401 ")
    with socket.create_connection((address.hostname or "", address.port or 0)) as late:
        close = b"Connection: close\r\nContent-Length: 2\r\n\r\n"
        late.sendall(b"POST /mcp HTTP/1.1\r\nHost: 127.0.0.1\r\n" + close)
        answer = late.recv(1000)
        late.sendall(b"{}")
        while received := late.recv(1000):  # and no reset, with which a client may lose it all
            answer += received
    assert answer.startswith(b"HTTP/1.1 401 ") and b"wrong_key" in answer
    long = f"Authorization: Bearer {KEY}\r\nContent-Length: {LONGEST + 1}\r\n\r\n"
    with socket.create_connection((address.hostname or "", address.port or 0)) as large:
        large.sendall(f"POST /mcp HTTP/1.1\r\nHost: 127.0.0.1\r\n{long}".encode())
        assert large.recv(1000).startswith(b"HTTP/1.1 413 ")
    assert answered(url, ping, right)[0] == 200, "it is still there"


@pytest.mark.exhaustive
def test_others_come_under_the_name_that_was_said_and_no_other(
    ant_path: Path, tmp_path: Path
) -> None:
    ping = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "ping"}).encode()
    right = {"Authorization": f"Bearer {KEY}"}
    with http_server(ant_path, tmp_path, "0.0.0.0:0", "--host", "api.example") as url:
        local = url.replace("0.0.0.0", "127.0.0.1")
        assert answered(local, ping, {**right, "Host": "api.example"})[0] == 200
        assert answered(local, ping, right)[0] == 421


@pytest.mark.slow
def test_what_is_no_message_is_answered_and_what_follows_is_served(
    ant_path: Path, tmp_path: Path
) -> None:
    listing = b'{"jsonrpc":"2.0","id":7,"method":"tools/list"}'
    odd = [b"{", b"[]", b'{"jsonrpc":"2.0","id":1}', b"\xff\xfe", b"[" * 100_000, b'"' * LONGEST,
           b"x" * (2 * LONGEST + 5)]  # fmt: skip
    no_such = b'{"jsonrpc":"2.0","id":8,"method":"tools/call","params":{"name":5}}'
    answers = spoken(ant_path, tmp_path, *odd, no_such, listing)
    codes = [answer["error"]["code"] for answer in answers if answer.get("id") is None]
    assert codes == [-32700] * len(odd)
    by_id = {answer["id"]: answer for answer in answers if answer.get("id")}
    assert by_id[8]["error"]["code"] == -32602
    assert len(by_id[7]["result"]["tools"]) > 10


def apart(root: Path) -> Snapshot:
    """All files but what tells one run from another."""
    ours = (".ant/lock", ".ant/undo", ".ant/.gitignore")
    return {path: what for path, what in snapshot(root).items() if not path.startswith(ours)}


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM], ids=["SIGKILL", "SIGTERM"])
@pytest.mark.exhaustive_for("SIGTERM")
def test_a_kill_in_the_middle_of_a_change_leaves_all_of_it_or_nothing(
    ant_path: Path, grown_project: GrownProject, number: signal.Signals
) -> None:
    project = grown_project()
    spec = json.loads((project / "ant.json").read_text())
    (project / "ant.json").write_text(json.dumps({**spec, "routes": {**spec["routes"], **MANY}}))
    before = apart(project)
    with subprocess.Popen(
        [ant_path, "mcp", project], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        env=plain_environment(),
    ) as server:  # fmt: skip
        assert server.stdin and server.stdout
        ask_for_change(server)
        while not (project / ".ant/journal").exists():
            assert server.poll() is None and not (project / ".ant/undo").exists()
        server.send_signal(number)
        assert server.wait(60) == (-number if number == signal.SIGKILL else 128 + number)
    if number == signal.SIGTERM:
        assert "api/models/Table29_model.py" in apart(project), "the change that had begun is whole"
    with opened_project(str(project)):  # as the next run does, whoever makes it
        pass
    after = apart(project)
    assert after == before or "api/models/Table29_model.py" in after
    assert [path for path in after if "staging" in path or "journal" in path] == []


def ask_for_change(server: "subprocess.Popen[bytes]") -> None:
    """Plan what ``ant.json`` says, and apply it without waiting for the answer."""
    assert server.stdin and server.stdout
    hello = {"protocolVersion": "2025-06-18", "capabilities": {},
             "clientInfo": {"name": "test", "version": "1"}}  # fmt: skip

    def ask(id: int, method: str, params: object) -> bytes:
        message = {"jsonrpc": "2.0", "id": id, "method": method, "params": params}
        return json.dumps(message).encode() + b"\n"

    plan = {"name": "plan", "arguments": {"request": "ApplySpec"}}
    server.stdin.write(ask(1, "initialize", hello) + ask(2, "tools/call", plan))
    server.stdin.flush()
    server.stdout.readline()
    id = json.loads(server.stdout.readline())["result"]["structuredContent"]["plan_id"]
    server.stdin.write(ask(3, "tools/call", {"name": "apply", "arguments": {"plan_id": id}}))
    server.stdin.flush()


@pytest.mark.exhaustive
def test_a_change_whose_call_is_cancelled_becomes_whole(
    ant_path: Path, grown_project: GrownProject
) -> None:
    project = grown_project()
    spec = json.loads((project / "ant.json").read_text())
    (project / "ant.json").write_text(json.dumps({**spec, "routes": {**spec["routes"], **MANY}}))

    async def talk() -> None:
        async with over_stdio(ant_path, project) as client:
            plan = (await call(client, "plan", request="ApplySpec")).value
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(client.call_tool, "apply", {"plan_id": plan["plan_id"]})
                while not (project / ".ant/lock").exists():
                    await anyio.sleep(0.001)
                tasks.cancel_scope.cancel()
            info = (await call(client, "get_project_info")).value
            assert info["last_change"] == "ApplySpec()"
            assert (project / "api/models/Table29_model.py").exists()

    anyio.run(talk)


@pytest.mark.parametrize(
    ("words", "variables", "code", "said"),
    [
        (["nowhere"], {}, 1, "nowhere' is no folder."),
        (["/"], {}, 1, "'/' is the whole disk"),
        (["--http", "8000"], {}, 2, "'8000' is not like 127.0.0.1:8000"),
        (["--http", "0.0.0.0:8000"], {}, 2, "say the name under which they come with --host"),
        (["--http", "example.com:8000"], {}, 2, "say the name under which they come with --host"),
        (["--host", "example.com"], {}, 2, "--host goes with --http"),
        (["--http", "127.0.0.1:0"], {}, 1, "The variable ANT_MCP_KEY is not set."),
        (["--http", "127.0.0.1:0"], {"ANT_MCP_KEY": "short"}, 1, "at least 16 printable"),
        (["--http", "192.0.2.1:0", "--host", "x"], {"ANT_MCP_KEY": KEY}, 1, "Cannot listen on"),
    ],
)
def test_a_server_that_cannot_be_is_one_sentence(
    ant: Ant, words: list[str], variables: dict[str, str], code: int, said: str
) -> None:
    done = ant("mcp", *words, env={"ANT_MCP_KEY": "", **variables})
    assert (done.returncode, done.stdout) == (code, "")
    assert done.stderr.startswith("Error: ") and said in done.stderr
    assert "Traceback" not in done.stderr


def test_without_the_extra_it_says_what_to_install(frozen_ant: list[str | Path]) -> None:
    done = subprocess.run([*frozen_ant, "mcp"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        "Error: The server needs packages that a plain installation of ant-cli is without.\n"
        '  Install them with: pip install "ant-cli[mcp]"\n'
    )
