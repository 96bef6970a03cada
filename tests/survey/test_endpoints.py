"""What ``ant routes`` lists, from literal trees."""

import pytest

from ant.artifacts.paths import GUARDS
from ant.survey.endpoints import Endpoint, read_endpoints

APP = """
from flask import Flask
from routes.users_route import users_bp

def create_app():
    app = Flask(__name__)
    app.register_blueprint(users_bp)
    return app
"""
ROUTE = """
from flask import Blueprint

users_bp = Blueprint("users", __name__, url_prefix="/users")

@users_bp.get("")
def get_users():
    ...
"""
TREE = {"api/app.py": APP, "api/routes/users_route.py": ROUTE}


def endpoints(tree: dict[str, str]) -> list[Endpoint]:
    return read_endpoints({path: text.encode() for path, text in tree.items()})


def lines(**changes: str) -> list[str]:
    """The endpoints of ``TREE`` with other texts for ``app`` and ``route``, in short."""
    tree = {
        "api/app.py": changes.pop("app", APP),
        "api/routes/users_route.py": changes.pop("route", ROUTE),
        **changes,
    }
    return [
        f"{endpoint.method} {endpoint.url} {endpoint.auth}".strip() for endpoint in endpoints(tree)
    ]


def view(*decorators: str) -> str:
    return ROUTE + "\n".join(["", *decorators, "def another():", "    ..."]) + "\n"


def test_an_endpoint_is_told_with_its_function_file_and_line() -> None:
    assert endpoints(TREE) == [
        Endpoint("GET", "/users", "users_bp.get_users", "api/routes/users_route.py", 7, "")
    ]


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "PATCH", "DELETE"])
def test_every_method_has_a_decorator(method: str) -> None:
    assert f"{method} /users/a" in lines(route=view(f'@users_bp.{method.lower()}("/a")'))


@pytest.mark.parametrize(
    ("decorator", "expected"),
    [
        ('@users_bp.route("/a")', ["GET /users/a"]),
        ('@users_bp.route("/a", methods=["POST"])', ["POST /users/a"]),
        ('@users_bp.route("/a", methods=("put", "patch"))', ["PUT /users/a", "PATCH /users/a"]),
        ('@users_bp.route("/a", methods=["GET", "HEAD", "OPTIONS"])', ["GET /users/a"]),
        ('@users_bp.route(rule="/a", methods={"DELETE"})', ["DELETE /users/a"]),
        ('@users_bp.get("/<int:id>/a")', ["GET /users/<int:id>/a"]),
        ("@users_bp.get(RULE)", ["GET /users/<RULE>"]),
        ('@users_bp.get("a")', ["GET /users/a"]),
        ("@users_bp.before_request", []),
        ("@users_bp.errorhandler(404)", []),
        ('@other.get("/a")', []),
    ],
)
def test_decorators_are_read_as_flask_reads_them(decorator: str, expected: list[str]) -> None:
    assert sorted(lines(route=view(decorator))) == sorted(["GET /users", *expected])


def test_a_view_with_two_decorators_is_two_endpoints() -> None:
    assert lines(route=view('@users_bp.get("/a")', '@users_bp.post("/b")')) == [
        "GET /users", "GET /users/a", "POST /users/b",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("guard", "auth"),
    [
        ("@token_required", "token"),
        ("@decorators.token_required", "token"),
        ('@role_required("admin")', "role admin"),
        ("@role_required(Role.ADMIN)", "role Role.ADMIN"),
        ('@scope_required("orders.write")', "scope orders.write"),
        ('@role_required("admin")\n@scope_required("a")', "role admin, scope a"),
        ("@public", "public"),
        ("@cached", ""),
    ],
)
def test_guards_are_told(guard: str, auth: str) -> None:
    assert f"GET /users/a {auth}".strip() in lines(route=view('@users_bp.get("/a")', guard))


def test_a_guard_that_stands_above_a_url_is_none_for_it() -> None:
    route = view('@users_bp.get("/a")', "@token_required", '@users_bp.get("/b")')
    assert {"GET /users/a token", "GET /users/b"} <= {*lines(route=route)}


def test_what_the_project_asks_for_is_told_of_views_that_say_nothing() -> None:
    route = view('@users_bp.get("/a")') + '\n@users_bp.post("/b")\n@public\ndef b(): ...\n'
    text = 'DEFAULT_GUARDS = {"GET": "role admin", "POST": "token"}'
    assert lines(**{"route": route, GUARDS: text}) == [
        "GET /users role admin", "GET /users/a role admin", "POST /users/b public",
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["", "DEFAULT_GUARDS = a()", "DEFAULT_GUARDS = 5", "(", "x = 1"])
def test_a_default_that_only_a_run_can_tell_is_told_of_nothing(text: str) -> None:
    assert lines(**{GUARDS: text}) == ["GET /users"]


def test_the_order_is_that_of_urls_and_then_of_methods() -> None:
    route = view('@users_bp.delete("")') + '\n@users_bp.get("/a")\ndef a(): ...\n'
    route += '\n@users_bp.post("")\ndef post(): ...\n'
    assert lines(route=route) == ["GET /users", "POST /users", "DELETE /users", "GET /users/a"]


@pytest.mark.parametrize(
    ("prefix", "rule", "url"),
    [
        ("/users/", "/a", "/users/a"),
        ("/", "", "/"),
        ("/", "/a", "/a"),
        ("/v1/users", "/a/", "/v1/users/a/"),
    ],
)
def test_prefix_and_rule_are_joined_by_one_slash(prefix: str, rule: str, url: str) -> None:
    route = view(f'@users_bp.put("{rule}")').replace('"/users"', f'"{prefix}"')
    assert f"PUT {url}" in lines(route=route)


def test_a_prefix_said_at_the_registration_wins() -> None:
    app = APP.replace("(users_bp)", '(users_bp, url_prefix="/v2/people")')
    assert lines(app=app) == ["GET /v2/people"]


def test_a_view_of_the_application_itself_is_an_endpoint() -> None:
    app = APP.replace(
        "    return app", '    @app.get("/health")\n    def health(): ...\n    return app'
    )
    assert lines(app=app) == ["GET /health", "GET /users"]


def test_an_asynchronous_view_is_an_endpoint() -> None:
    assert "GET /users/a" in lines(
        route=view('@users_bp.get("/a")').replace("def another", "async def another")
    )


def test_a_view_in_another_file_is_an_endpoint_of_its_blueprint() -> None:
    moved = 'from routes.users_route import users_bp as bp\n\n@bp.get("/a")\ndef a(): ...\n'
    tree = {**TREE, "api/routes/more/moved.py": moved}
    assert [(endpoint.url, endpoint.handler, endpoint.file) for endpoint in endpoints(tree)][1] == (
        "/users/a", "users_bp.a", "api/routes/more/moved.py",
    )  # fmt: skip


@pytest.mark.parametrize("junk", ["def :", "\0", "(" * 5000, "\ufeffnot python", "x = '"])
def test_files_that_are_no_python_are_passed_over(junk: str) -> None:
    assert lines(**{"api/helper/junk.py": junk}) == ["GET /users"]
    assert lines(route=junk) == []


def test_bytes_that_are_no_text_are_passed_over() -> None:
    tree = {path: text.encode() for path, text in TREE.items()} | {"api/x.py": b"\xff\xfe\x00"}
    assert len(read_endpoints(tree)) == 1


def test_code_outside_the_application_does_not_count() -> None:
    assert lines(**{"tests/conftest.py": ROUTE, "api/readme.txt": ROUTE}) == ["GET /users"]
