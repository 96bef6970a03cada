"""The proxy of the production compose file: a real nginx in front of gunicorn."""

import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from pathlib import Path

import psutil
import pytest

from support.containers import eventually
from support.deployment_files import PRODUCTION, environment_of
from support.postgres import free_port
from support.proxy import Proxy
from support.server import Answer, Server
from support.serving import SECRET, ServeProbed

HEAD = b"POST /probe/data HTTP/1.1\r\nHost: localhost\r\n"
LARGE = "The body is too large."
MALFORMED = "The request is malformed."
PRODUCTIVE = {
    "FLASK_ENV": "production", "JWT_SECRET": SECRET, "SQLITE_FILE": "instance/app.db",
    "TRUSTED_PROXIES": "1", "DB_MIGRATE_ON_START": "True", "DRAIN_SECONDS": "1",
}  # fmt: skip
StartProxy = Callable[..., Proxy]


@pytest.fixture(scope="module")
def api(serve_probed: ServeProbed) -> Iterator[Server]:
    """The API in production, with the tests' routes."""
    with serve_probed(Server.gunicorn, PRODUCTIVE) as server:
        yield server


@pytest.fixture(scope="module")
def start_proxy(pristine: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[StartProxy]:
    """Start an nginx in front of these ports; it ends with the tests of this module."""
    with ExitStack() as started:

        def start(*ports: int, **variables: str) -> Proxy:
            proxy = Proxy(pristine, tmp_path_factory.mktemp("proxy"), list(ports), **variables)
            started.callback(proxy.stop)
            return proxy

        yield start


@pytest.fixture(scope="module")
def proxy(api: Server, start_proxy: StartProxy) -> Proxy:
    """The one in front of the API."""
    return start_proxy(api.port)


@contextmanager
def load(
    proxy: Proxy, method: str = "GET", path: str = "/probe/slow?seconds=0.02"
) -> Iterator[list[int]]:
    """Let six clients ask without a pause, and gather the statuses; 0 is no answer."""
    statuses: list[int] = []
    enough = threading.Event()

    def ask() -> None:
        while not enough.is_set():
            try:
                statuses.append(proxy.request(method, path, b"{}").status)
            except (OSError, HTTPException):
                statuses.append(0)

    threads = [threading.Thread(target=ask) for _ in range(6)]
    for thread in threads:
        thread.start()
    time.sleep(0.3)
    try:
        yield statuses
    finally:
        enough.set()
        for thread in threads:
            thread.join()


def assert_json(answer: Answer, status: int, message: str) -> None:
    assert (answer.status, answer.json) == (status, {"message": message})
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert answer.headers["Server"] == "nginx"


@pytest.mark.slow
def test_nginx_accepts_the_configuration_without_a_warning(proxy: Proxy) -> None:
    told = proxy.check()
    assert "test is successful" in told
    assert "[warn]" not in told and "[emerg]" not in told


def test_every_variable_of_the_configuration_is_in_the_compose_file(
    proxy: Proxy, pristine: Path
) -> None:
    assert "${" not in proxy.configuration.read_text()
    environment = environment_of(pristine / PRODUCTION)
    assert environment["proxy"].keys() == {
        "MAX_CONTENT_LENGTH", "NGINX_ENVSUBST_OUTPUT_DIR", "PROXY_TLS"
    }  # fmt: skip
    for services in (environment["proxy"], environment["backend"]):
        assert services["MAX_CONTENT_LENGTH"] == "${MAX_CONTENT_LENGTH:-1048576}"


@pytest.mark.parametrize(
    ("data", "status", "message"),
    [
        (b"nonsense\r\n\r\n", 400, MALFORMED),
        (b"GET / HTTP/1.1\r\n\r\n", 400, MALFORMED),
        (HEAD + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\n", 400, MALFORMED),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\nZZ\r\n", 400, MALFORMED),
        (b"TRACE / HTTP/1.1\r\nHost: a\r\n\r\n", 405, "The method is not allowed."),
        (HEAD + b"Content-Length: 1048577\r\n\r\n", 413, LARGE),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\n100001\r\n" + b"x" * 0x100001, 413, LARGE),
        (b"GET /?" + b"x" * 8200 + b" HTTP/1.1\r\nHost: a\r\n\r\n", 414, "The URL is too long."),
        (HEAD + b"Long: " + b"x" * 9000 + b"\r\n\r\n", 431, "The headers are too large."),
        (b"GET /-/error HTTP/1.1\r\nHost: a\r\n\r\n", 404, "Not found."),
    ],
    ids=["text", "host", "lengths", "chunk", "method", "body", "chunks", "url", "header", "inside"],
)  # fmt: skip
def test_what_the_proxy_refuses_is_answered_in_json(
    proxy: Proxy, data: bytes, status: int, message: str
) -> None:
    assert_json(proxy.raw(data), status, message)
    assert " 500 " not in proxy.log


def test_what_the_api_answers_is_passed_on_as_it_is(proxy: Proxy, api: Server) -> None:
    for path in ("/", "/missing", "/health/ready", "/probe/refuse", "/probe/crash", "//x"):
        mine, directly = (server.get(path, {"X-Request-ID": "an-id"}) for server in (proxy, api))
        assert (mine.status, mine.body) == (directly.status, directly.body)
        for name in (
            "Content-Type",
            "Retry-After",
            "Content-Security-Policy",
            "X-Content-Type-Options",
        ):
            assert mine.headers.get_all(name) == directly.headers.get_all(name), name


def test_a_request_has_one_id_in_the_proxy_and_in_the_api(proxy: Proxy) -> None:
    """A safe one is kept, any other is exchanged, and the log of the proxy has no query."""
    path = "/?name=Ada"
    assert proxy.get(path, {"X-Request-ID": "an-id.1"}).headers["X-Request-ID"] == "an-id.1"
    made = proxy.get(path, {"X-Request-ID": "two words"}).headers["X-Request-ID"]
    assert len(made) == 32 and made in proxy.log
    assert "Ada" not in proxy.log


def test_a_url_may_have_700_ids_and_a_body_its_limit(proxy: Proxy) -> None:
    ids = ",".join(str(100_000 + number) for number in range(700))
    assert proxy.get(f"/?id__in={ids}").status == 200
    longest = "/?" + "x" * (8190 - len("GET /? HTTP/1.1"))
    assert proxy.get(longest).status == 200
    assert proxy.request("POST", "/probe/data", b"x" * 1048576).json == 1048576


def test_who_calls_is_what_the_last_proxy_says(proxy: Proxy) -> None:
    host = f"127.0.0.1:{proxy.port}"
    assert proxy.get("/probe/caller").json == ["127.0.0.1", f"http://{host}/"]
    forged = {
        "X-Forwarded-For": "6.6.6.6", "X-Forwarded-Proto": "https", "Forwarded": "for=6.6.6.6",
        "X-Forwarded-Host": "evil.example", "X-Forwarded-Prefix": "/evil",
    }  # fmt: skip
    assert proxy.get("/probe/caller", forged).json == ["127.0.0.1", f"http://{host}/"]


@pytest.mark.slow
def test_a_load_balancer_in_front_is_believed_where_two_proxies_are(
    probed: Path, project_python: Path, start_proxy: StartProxy
) -> None:
    server = Server.gunicorn(probed, project_python, PRODUCTIVE | {"TRUSTED_PROXIES": "2"})
    try:
        proxy = start_proxy(server.port)
        told = {
            "X-Forwarded-For": "6.6.6.6, 1.2.3.4", "X-Forwarded-Proto": "https",
            "X-Forwarded-Host": "api.example.com",
        }  # fmt: skip
        expected = ["1.2.3.4", "https://api.example.com/"]
        assert proxy.get("/probe/caller", told).json == expected
    finally:
        server.kill()


def test_an_api_that_is_away_costs_a_502_that_says_when_to_come_back(
    start_proxy: StartProxy,
) -> None:
    answer = start_proxy(free_port()).get("/")
    assert_json(answer, 502, "The API cannot be reached.")
    assert answer.headers["Retry-After"] == "5"


def test_clients_keep_their_connection(proxy: Proxy) -> None:
    connection = HTTPConnection("127.0.0.1", proxy.port, timeout=10)
    ports = set()
    for _ in range(5):
        connection.request("GET", "/")
        assert connection.getresponse().read()
        ports.add(connection.sock.getsockname())
    connection.close()
    assert len(ports) == 1


def test_slow_clients_hold_nobody_up(proxy: Proxy) -> None:
    with ExitStack() as slow:

        def connect() -> socket.socket:
            return slow.enter_context(socket.create_connection(("127.0.0.1", proxy.port)))

        for _ in range(200):
            connect().sendall(b"GET / HTTP/1.1\r\nHost: local")
        bodies = [connect() for _ in range(16)]
        for connection in bodies:
            connection.sendall(HEAD + b"Content-Length: 1000\r\n\r\nx")
        readers = [connect() for _ in range(16)]
        for connection in readers:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
            connection.sendall(b"GET /probe/long HTTP/1.1\r\nHost: localhost\r\n\r\n")
        began = time.monotonic()
        for _ in range(20):
            assert proxy.get("/").status == 200
        assert time.monotonic() - began < 3
        for connection in bodies:
            connection.sendall(b"x" * 999)
            assert connection.recv(100).startswith(b"HTTP/1.1 200 ")


def test_more_requests_at_a_time_than_a_client_may_have_are_refused(proxy: Proxy) -> None:
    with ExitStack() as slow:
        for _ in range(300):
            connection = slow.enter_context(socket.create_connection(("127.0.0.1", proxy.port)))
            connection.sendall(HEAD + b"Content-Length: 1000\r\n\r\n")
        for _ in range(100):
            answer = proxy.get("/")
            if answer.status != 200:
                break
            time.sleep(0.02)
        assert_json(answer, 429, "Too many requests at a time.")
        assert answer.headers["Retry-After"] == "5"


@pytest.mark.exhaustive
def test_a_connection_that_says_nothing_for_ten_seconds_is_closed(proxy: Proxy) -> None:
    starts = (b"", b"GET / HTTP/1.1\r\n", HEAD + b"Content-Length: 9\r\n\r\nx")
    with ExitStack() as slow:
        connections = [
            slow.enter_context(socket.create_connection(("127.0.0.1", proxy.port), 14))
            for _ in starts
        ]
        for connection, start in zip(connections, starts, strict=True):
            connection.sendall(start)
        for connection in connections:
            with suppress(ConnectionResetError):
                assert connection.recv(1) == b""


@pytest.fixture
def certified(tmp_path: Path) -> Path:
    """A folder with a certificate for localhost."""
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
         "-nodes", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost",
         "-keyout", tmp_path / "privkey.pem", "-out", tmp_path / "fullchain.pem"],
        check=True, capture_output=True,
    )  # fmt: skip
    return tmp_path


def test_with_a_certificate_it_speaks_tls_and_nothing_else(
    api: Server, start_proxy: StartProxy, certified: Path
) -> None:
    proxy = start_proxy(api.port, PROXY_TLS="ssl")
    folder = proxy.configuration.parent
    context = ssl.create_default_context(cafile=certified / "fullchain.pem")

    def ask(path: str) -> Answer:
        connection = HTTPSConnection("localhost", proxy.port, timeout=10, context=context)
        try:
            connection.request("GET", path)
            response = connection.getresponse()
            return Answer(response.status, response.headers, response.read())
        finally:
            connection.close()

    with pytest.raises(OSError):
        ask("/")  # there is no certificate yet
    for name in ("fullchain.pem", "privkey.pem"):
        shutil.copy(certified / name, folder)
    answer = ask("/probe/caller")
    assert answer.json == ["127.0.0.1", f"https://localhost:{proxy.port}/"]
    assert "max-age" in answer.headers["Strict-Transport-Security"]
    assert_json(proxy.get("/"), 400, MALFORMED)


def workers_of(server: Server) -> list[psutil.Process]:
    return psutil.Process(server.process.pid).children()


@pytest.mark.slow
def test_a_worker_that_is_killed_under_load_costs_at_most_one_request(
    proxy: Proxy, api: Server
) -> None:
    with load(proxy) as statuses:
        for _ in range(3):
            workers_of(api)[0].kill()
            time.sleep(0.7)
    # One whose headers were on their way already; all others were asked once more.
    assert len([status for status in statuses if status != 200]) <= 3
    assert len(statuses) > 100
    eventually(lambda: len(workers_of(api)) == 4)


@pytest.mark.parametrize(("method", "times"), [("POST", 1), ("PATCH", 1), ("PUT", 2), ("GET", 2)])
def test_what_may_not_be_repeated_is_not_done_twice(
    proxy: Proxy, api: Server, method: str, times: int
) -> None:
    died = api.folder / "instance/died"
    died.unlink(missing_ok=True)
    answer = proxy.request(method, "/probe/die", b"{}")
    assert_json(answer, 502, "The API cannot be reached.")
    assert len(died.read_text()) == times
    eventually(lambda: len(workers_of(api)) == 4)


@pytest.mark.exhaustive
def test_replicas_are_restarted_one_after_the_other_without_a_failed_request(
    probed: Path, project_python: Path, start_proxy: StartProxy
) -> None:
    replicas = [Server.gunicorn(probed, project_python, PRODUCTIVE) for _ in range(2)]
    try:
        proxy = start_proxy(*(replica.port for replica in replicas))
        with load(proxy) as statuses, load(proxy, "POST", "/probe/data") as of_posts:
            for number, replica in enumerate(replicas):
                assert replica.terminate() == 0
                again = Server.gunicorn(probed, project_python, PRODUCTIVE, port=replica.port)
                replicas[number] = again
        assert set(statuses) == set(of_posts) == {200}
        assert min(len(statuses), len(of_posts)) > 50
    finally:
        for replica in replicas:
            replica.kill()


def test_a_proxy_that_stops_finishes_what_it_has_begun(
    api: Server, start_proxy: StartProxy
) -> None:
    proxy = start_proxy(api.port)
    statuses: list[int] = []
    slow = threading.Thread(
        target=lambda: statuses.append(proxy.get("/probe/slow?seconds=1").status)
    )
    slow.start()
    time.sleep(0.3)
    proxy.stop()
    slow.join()
    assert statuses == [200]
