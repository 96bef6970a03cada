"""A spec from code: trees as literals."""

import pytest

from ant.artifacts.project import render_project
from ant.core.access.auth import Auth
from ant.core.names.identifiers import parse_project_name
from ant.core.spec import Access, Mock, Subroute
from ant.operations.add_route import add_route
from ant.operations.add_subroute import add_subroute
from ant.operations.guard_route import guard_route
from ant.operations.new_project import new_project
from ant.survey.adopt import Survey, read_spec_from_code

ROUTE = """
from flask import Blueprint, jsonify
from services.users_service import myUsersService

users_bp = Blueprint("users", __name__, url_prefix="/users")

@users_bp.get("")
def users_route():
    response = myUsersService.get_users()
    return jsonify(response)
"""
SERVICE = """
class UsersService:
    def get_users(self):
        # Mock data provided during generation
        mock_data = [1]
        return mock_data

myUsersService = UsersService(None)
"""
APP = "from routes.users_route import users_bp\napp.register_blueprint(users_bp)\n"


def survey(route: str = ROUTE, service: str = SERVICE, **more: str) -> Survey:
    tree = {
        "api/app.py": APP, "api/routes/users_route.py": route,
        "api/services/users_service.py": service, **more,
    }  # fmt: skip
    content = {path: text.encode() for path, text in tree.items()}
    return read_spec_from_code(content, parse_project_name("shop"), "Of shoes.")


def mock_of(service: str) -> Mock | None:
    found = survey(service=service)
    assert found.unread == ()
    return found.spec.routes[0].mock


def reasons(found: Survey) -> list[str]:
    return [f"{gap.file}: {gap.reason}" for gap in found.unread]


def view(decorator: str, name: str = "another") -> str:
    return f"{ROUTE}\n{decorator}\ndef {name}():\n    ...\n"


def test_a_route_with_its_mock_is_read() -> None:
    assert survey().spec.to_json() == {
        "project": {"name": "shop", "description": "Of shoes."},
        "routes": {"users": {"type": "GET", "mock": [1]}},
    }
    assert survey().unread == ()


@pytest.mark.parametrize(
    ("literal", "value"),
    [
        ("{'a': (1, 2), 3: None}", {"a": [1, 2], "3": None}),
        ('{"t": true, "f": false, "n": null}', {"t": True, "f": False, "n": None}),
        ('"\\ud83d\\ude00"', "😀"),
        ("-1.5", -1.5),
        ("None", None),
        ("'é' 'x'", "éx"),
        ("[12345678901234567890]", [12345678901234567890]),
        ("{\n    'a': 1,  # ours\n}", {"a": 1}),
    ],
)
def test_mocks_are_read_as_their_clients_get_them(literal: str, value: object) -> None:
    assert mock_of(SERVICE.replace("[1]", literal)) == Mock(value)


@pytest.mark.parametrize(
    "literal",
    ["[len('a')]", "{1, 2}", "b'x'", "1e400", "[NaN]", "1j", "f'{1}'", "{**{}}", "[*[]]"],
)  # fmt: skip
def test_a_mock_that_is_no_literal_is_named_and_left_out(literal: str) -> None:
    found = survey(service=SERVICE.replace("[1]", literal))
    assert found.spec.routes[0].mock is None
    assert reasons(found) == [
        "api/services/users_service.py: the mock in line 5 is neither a literal nor JSON"
    ]


def test_a_mock_with_a_type_and_a_docstring_is_read() -> None:
    typed = SERVICE.replace("mock_data =", '"""Say it."""\n        mock_data: list =')
    assert mock_of(typed) == Mock([1])


def test_a_mock_that_somebody_works_on_is_no_mock_any_more() -> None:
    found = survey(service=SERVICE.replace("[1]", "[1]\n        mock_data.append(2)"))
    assert found.spec.routes[0].mock is None
    assert reasons(found) == [
        "api/services/users_service.py: get_users() does more than return its mock_data"
    ]


@pytest.mark.parametrize(
    "body", ["return 'text'", "return self.rows()", "people = [1]\n        return people"]
)
def test_what_is_no_mock_is_nothing_to_complain_of(body: str) -> None:
    service = SERVICE.replace("mock_data = [1]\n        return mock_data", body)
    assert mock_of(service) is None


def test_two_routes_do_not_get_each_others_mocks() -> None:
    other = {
        "api/routes/a_route.py": ROUTE.replace("users", "a").replace("Users", "A"),
        "api/services/a_service.py": SERVICE.replace("users", "a").replace("Users", "A"),
    }  # fmt: skip
    other["api/services/a_service.py"] = other["api/services/a_service.py"].replace("1", "2")
    routes = survey(**other).spec.routes
    assert [(route.names.text, route.mock) for route in routes] == [
        ("users", Mock([1])), ("a", Mock([2])),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("decorator", "subroute"),
    [
        ('@users_bp.get("/a")', Subroute("a", "GET")),
        ('@users_bp.route("/a_1", methods=["DELETE"])', Subroute("a_1", "DELETE")),
    ],
)
def test_subroutes_are_read(decorator: str, subroute: Subroute) -> None:
    assert survey(view(decorator)).spec.routes[0].subroutes == (subroute,)


@pytest.mark.parametrize(
    ("decorator", "endpoint"),
    [
        ('@users_bp.get("/<int:id>")', "GET /users/<int:id>"),
        ('@users_bp.get("/a/b")', "GET /users/a/b"),
        ('@users_bp.get("/a-b")', "GET /users/a-b"),
        ('@users_bp.get("/A")', "GET /users/A"),
        ('@users_bp.get("/aux")', "GET /users/aux"),
        ('@users_bp.get("/users")', "GET /users/users"),
        ('@users_bp.post("")', "POST /users"),
        ('@users_bp.get("/a")\n@users_bp.put("/a")', "PUT /users/a"),
    ],
)
def test_an_endpoint_that_no_spec_can_hold_is_named(decorator: str, endpoint: str) -> None:
    assert reasons(survey(view(decorator))) == [
        f"api/routes/users_route.py: no place in a spec: {endpoint}"
    ]


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("Big_route", "'Big' cannot be the name of a route: it is not in lower case"),
        ("aux_route", "'aux' cannot be the name of a route: Windows reserves it for a device"),
        ("users_id_seq_route", "it would share the database name users_id_seq with route 'users'"),
    ],
)
def test_a_file_whose_name_no_route_can_have_is_named(path: str, reason: str) -> None:
    found = survey(**{f"api/routes/{path}.py": "x = 1"})
    assert len(found.spec.routes) == 1
    assert len(found.unread) == 1
    assert reasons(found)[0].startswith(f"api/routes/{path}.py: {reason}")


@pytest.mark.parametrize(
    "text", ["x = 1", 'from flask import Blueprint as B\np = B("p", "p")\nq = B("q", "q")']
)
def test_a_file_without_one_clear_blueprint_is_named(text: str) -> None:
    assert reasons(survey(**{"api/routes/x_route.py": text})) == [
        "api/routes/x_route.py: it does not make exactly one blueprint"
    ]


def test_a_blueprint_by_another_name_is_the_routes() -> None:
    found = survey(ROUTE.replace("users_bp", "bp"), **{
        "api/app.py": "from routes.users_route import bp\napp.register_blueprint(bp)",
    })  # fmt: skip
    assert found == survey()


def test_a_route_that_nobody_registers_is_read_and_named() -> None:
    found = survey(**{"api/app.py": ""})
    assert [route.names.text for route in found.spec.routes] == ["users"]
    assert reasons(found) == ["api/routes/users_route.py: its blueprint is not registered"]


def test_a_route_without_a_view_of_its_own_is_named() -> None:
    found = survey(ROUTE.replace('get("")', 'get("/a")'))
    assert found.spec.routes[0].subroutes == (Subroute("a", "GET", Mock([1])),)
    assert reasons(found) == ["api/routes/users_route.py: no view answers the route's own URL"]


def test_files_that_are_no_python_are_named() -> None:
    assert reasons(survey(**{"api/helper/x.py": "def :"})) == [
        "api/helper/x.py: it is no Python that can be read"
    ]


def test_the_default_resource_is_no_route() -> None:
    default = ROUTE.replace("users", "default").replace("Users", "Default")
    assert survey(**{"api/routes/default_route.py": default}) == survey()


def test_what_we_generate_comes_back_mocks_and_order_included() -> None:
    spec = add_route(new_project("shop"), "b", "PUT", Mock({"x": [None, 1.0, 1, True]}))
    spec = add_route(spec, "user_posts", "POST")
    spec = add_route(spec, "a", "DELETE", Mock(None))
    for name, method, mock in [("z", "GET", None), ("y", "POST", Mock("")), ("x", "PATCH", None)]:
        spec = add_subroute(spec, "user_posts", Subroute(name, method, mock))
    assert read_spec_from_code(render_project(spec), spec.name) == Survey(spec, ())


@pytest.mark.parametrize("default", [None, Auth("token"), Auth("role:a")])
def test_the_guards_that_we_generate_come_back(default: Auth | None) -> None:
    spec = new_project("shop")._replace(auth=default)
    spec = guard_route(add_route(spec, "a"), "a", Access(Auth("scope:a.read")))
    spec = add_route(spec, "b", "POST")
    for route, name, auth in [
        ("a", "x", None),
        ("a", "y", Auth("public")),
        ("b", "z", Auth("role:b")),
    ]:
        spec = add_subroute(spec, route, Subroute(name, "PUT", auth=auth))
    assert read_spec_from_code(render_project(spec), spec.name) == Survey(spec, ())


def test_a_default_for_some_actions_comes_back() -> None:
    default = Auth(actions=(("read", "public"), ("create", "token"), ("update", "role:b"),
                            ("delete", "role:b")))  # fmt: skip
    spec = add_route(new_project("shop")._replace(auth=default), "a", "DELETE")
    assert read_spec_from_code(render_project(spec), spec.name) == Survey(spec, ())


def guarded(**edits: tuple[str, str]) -> Survey:
    """Of two views, one with a guard of its own, in a project that asks for tokens."""
    spec = add_route(new_project("shop")._replace(auth=Auth("token")), "a")
    spec = add_subroute(spec, "a", Subroute("x", "POST", auth=Auth("role:b")))
    tree = render_project(spec)
    for name, (old, new) in edits.items():
        [path] = [path for path in tree if path.endswith(f"/{name}.py") and path.startswith("api/")]
        assert old.encode() in tree[path]
        tree[path] = tree[path].replace(old.encode(), new.encode())
    return read_spec_from_code(tree, spec.name)


def test_a_view_that_says_nothing_has_the_guard_of_the_project() -> None:
    assert guarded(a_route=("@token_required\n", "")) == guarded()


def test_methods_that_differ_within_an_action_are_said_of_each_view() -> None:
    found = guarded(guards=('"PATCH": "token"', '"PATCH": "public"'))
    assert (found.spec.auth, found.spec.routes[0].auth) == (None, Auth("token"))
    assert found.unread == ()


def test_a_guard_that_no_spec_can_say_is_named() -> None:
    found = guarded(a_route=('@role_required("b")', '@role_required("b")\n@scope_required("c")'))
    assert reasons(found) == [
        "api/routes/a_route.py: no spec can say what create_x asks for: role b, scope c"
    ]


def test_what_decorators_of_others_check_is_not_known() -> None:
    found = guarded(token_required=("check_guard(", "check("))
    assert (found.spec.auth, found.spec.routes[0].auth) == (None, None)
    assert reasons(found) == [
        "api/decorators/token_required.py: what it checks is not known, so no guard is in the spec"
    ]


@pytest.mark.parametrize(
    ("content", "reason"),
    [(None, "the file is not there"), (b"{", "it is not JSON"), (b"[NaN]", "it is not JSON")],
)
def test_a_mock_file_that_cannot_be_read_is_named(content: bytes | None, reason: str) -> None:
    spec = add_route(new_project("shop"), "a", "GET", Mock(1))
    tree = render_project(spec)
    del tree["api/mocks/a.json"]
    found = read_spec_from_code(
        tree | ({"api/mocks/a.json": content} if content else {}), spec.name
    )
    assert found.spec.routes[0].mock is None
    assert reasons(found) == [f"api/mocks/a.json: {reason}"]
