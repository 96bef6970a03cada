"""The spec, line by line as its users know it, through the real command."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from conftest import Ant
from support.generated import REPOSITORY, complaints_of_tools
from support.server import Server, plain_environment
from support.trees import snapshot
from support.warm_python import LATE, PYTEST, run_warm

EXAMPLES = REPOSITORY / "examples"
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")

# Written out, because a JSON writer of our own would be half of what is tried here.
VALUES = {
    "a_null": "null", "a_false": "false", "a_true": "true", "zero": "0", "nothing": '""',
    "no_items": "[]", "no_entries": "{}", "one": "1", "one_float": "1.0", "minus": "-0.0",
    "huge_float": "1e+16", "tenth": "0.1", "small": "5e-324", "large": "1.7976931348623157e+308",
    "twenty_digits": "12345678901234567890", "digits": "9" * 4000,
    "unicode": '"Zoë 🦊 \\u2028 \\u0000 \\ud800 ﬁ"',
    "quotes": '"\\"\\"\\" \' \\\\ {{ x }} {% y %} ${z}"',
    "nested": '{"a": [{"b": [[[]]]}, {"c": null}], "d": {"": {"e": [1, 1.0, true, "1"]}}}',
}  # fmt: skip


def spec_text() -> str:
    routes = {
        "values": {"subroutes": {}},
        **{f"main_{method.lower()}": {"type": method.lower()} for method in METHODS},
        "things": {
            "type": "PATCH",
            "subroutes": {f"a_{method.lower()}": {"type": method} for method in METHODS},
        },
        "Loud": {"type": "pOsT", "mock": False, "subroutes": {"SHOUT": {"mock": 0}}},
    }
    mocks = ", ".join(f'"{name}": {{"mock": {value}}}' for name, value in VALUES.items())
    return json.dumps({"routes": routes}).replace('"subroutes": {}', f'"subroutes": {{{mocks}}}')


@pytest.fixture(scope="module")
def shop(ant_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with many routes, from a JSON text on the command line."""
    folder = tmp_path_factory.mktemp("spec")
    done = subprocess.run(
        [ant_path, "generate", "api", "shop", "--json", spec_text()],
        cwd=folder, capture_output=True, text=True, check=False,
    )  # fmt: skip
    subroutes = len(VALUES) + len(METHODS) + 1
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        "Successfully generated API project 'shop' from JSON!",
        f"   Generated: 8 routes, {subroutes} subroutes",
    ]
    return folder / "shop"


@pytest.fixture(scope="module")
def server(shop: Path, project_python: Path) -> Iterator[Server]:
    server = Server.flask(shop, project_python)
    yield server
    server.kill()


def exact(value: Any) -> str:
    return json.dumps(value, sort_keys=True)  # tells 1 from 1.0 and from true


@pytest.mark.parametrize("name", VALUES)
def test_a_mock_is_answered_exactly(server: Server, name: str) -> None:
    answer = server.get(f"/values/{name}")
    assert answer.status == 200
    assert exact(answer.json) == exact(json.loads(VALUES[name]))


@pytest.mark.parametrize("method", METHODS)
def test_a_main_route_answers_to_exactly_its_method(server: Server, method: str) -> None:
    route = f"main_{method.lower()}"
    answers = {method: server.request(method, f"/{route}") for method in METHODS}
    assert answers.pop(method).json == f"Your {route} route is working!"
    assert {answer.status for answer in answers.values()} == {405}


@pytest.mark.parametrize("method", METHODS)
def test_a_subroute_answers_to_exactly_its_method(server: Server, method: str) -> None:
    name = f"a_{method.lower()}"
    headers = {"Content-Type": "application/json"}
    answers = {
        method: server.request(method, f"/things/{name}", b'{"x": [1]}', headers)
        for method in METHODS
    }
    done = {"POST": "created", "PUT": "updated", "PATCH": "patched", "DELETE": "deleted"}
    with_data = "" if method == "DELETE" else " with data: {'x': [1]}"
    assert answers.pop(method).json == (
        f"Your things {name} route is working!"
        if method == "GET"
        else f"Successfully {done[method]} {name} for things{with_data}"
    )
    assert {answer.status for answer in answers.values()} == {405}


def test_names_and_methods_are_folded(server: Server) -> None:
    assert server.request("POST", "/loud").json is False
    assert server.get("/loud/shout").body.strip() == b"0"


def test_the_default_route_is_still_there(server: Server) -> None:
    assert server.get("/").json == "Your backant backend is working"


def test_every_layer_of_a_route_has_the_names_users_know(ant: Ant, tmp_path: Path) -> None:
    subroutes = {f"s_{method.lower()}": {"type": method} for method in METHODS}
    spec = json.dumps({"routes": {"user_posts": {"subroutes": subroutes}}})
    assert ant("generate", "api", "x", "--json", spec).returncode == 0
    api = tmp_path / "x/api"
    route = (api / "routes/user_posts_route.py").read_text()
    service = (api / "services/user_posts_service.py").read_text()
    repository = (api / "repositories/user_posts_repository.py").read_text()
    model = (api / "models/User_posts_model.py").read_text()
    schema = (api / "schemas/PostUserPosts_schema.py").read_text()
    assert 'user_posts_bp = Blueprint("user_posts", __name__, url_prefix="/user_posts")' in route
    for verb, name in {"get": "get", "create": "post", "update": "put", "patch": "patch"}.items():
        assert f'@user_posts_bp.{name}("/s_{name}")' in route
        data = "self" if name == "get" else "self, data: dict[str, Any]"
        assert f"def {verb}_s_{name}({data}) -> str:" in service
    assert "def delete_s_delete(self) -> str:" in service
    for line in ("class UserPostsService:", "myUserPostsService = ", "def get_user_posts(self)"):
        assert line in service
    for line in (
        "class UserPostsRepository(Repository):", "myUserPostsRepository = ", "def get_by_id(self",
        "def add_user_posts(self, model", "def delete_user_posts(self, id", "def get_s_get(self)",
        "def add_s_post(self, data",
    ):  # fmt: skip
        assert line in repository
    assert "class UserPosts(Base):" in model
    assert '__tablename__ = "user_posts"' in model
    assert "class PostUserPostsSchema(Schema):" in schema


@pytest.mark.parametrize("way", ["json", "yaml", "yml", "stdin json", "stdin yaml", "suffixless"])
def test_a_spec_is_read_from_wherever_it_stands(ant_path: Path, tmp_path: Path, way: str) -> None:
    yaml = "y" in way.split()[-1]
    source = EXAMPLES / ("shop.yaml" if yaml else "shop.json")
    argument = "-" if way.startswith("stdin") else str(tmp_path / f"spec.{way}")
    if way == "suffixless":
        argument = argument.removesuffix(".suffixless")
    if argument != "-":
        shutil.copy(source, argument)
    done = subprocess.run(
        [ant_path, "generate", "api", "shop", "--json", argument], cwd=tmp_path,
        input=source.read_bytes(), capture_output=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.splitlines()[1] == b"   Generated: 3 routes, 12 subroutes"
    assert (tmp_path / "shop/api/routes/orders_route.py").is_file()


def test_both_examples_give_the_same_project(ant: Ant, tmp_path: Path) -> None:
    trees = []
    for suffix in ("json", "yaml"):
        (tmp_path / suffix).mkdir()
        spec = str(EXAMPLES / f"shop.{suffix}")
        done = ant("generate", "api", "shop", "--json", spec, cwd=tmp_path / suffix)
        assert done.returncode == 0, done.stderr
        trees.append(snapshot(tmp_path / suffix / "shop"))
    assert trees[0] == trees[1]
    again = ant("generate", "api", "copy", "--json", str(tmp_path / "json/shop/ant.json"))
    assert again.returncode == 0, again.stderr
    assert "12 subroutes" in again.stdout


def test_an_existing_file_wins_over_a_text(ant: Ant, tmp_path: Path) -> None:
    (tmp_path / "5").write_text('{"routes": {"users": {}}}')
    assert ant("generate", "api", "x", "--json", "5").returncode == 0
    done = ant("generate", "api", "y", "--json", "6")
    assert done.stderr == "Error: Spec must be a JSON object.\n"


def test_a_dry_run_of_a_spec_creates_nothing(ant: Ant, tmp_path: Path) -> None:
    spec = str(EXAMPLES / "shop.json")
    done = ant("generate", "api", "shop", "--json", spec, "--dry-run")
    assert (done.returncode, os.listdir(tmp_path)) == (0, [])
    assert "  create shop/api/routes/products_route.py" in done.stdout.splitlines()
    assert "  create shop/api/mocks/customers/account.json" in done.stdout.splitlines()
    bad = ant("generate", "api", "shop", "--json", "{}", "--dry-run")
    assert (bad.returncode, os.listdir(tmp_path)) == (1, [])


def test_the_report_of_a_spec_lists_every_file(ant: Ant, tmp_path: Path) -> None:
    done = ant("--report", "generate", "api", "shop", "--json", str(EXAMPLES / "shop.yaml"))
    report = json.loads(done.stdout)
    found = [str(path) for path in (tmp_path / "shop").rglob("*") if path.is_file()]
    assert (report["status"], report["errors"]) == ("success", [])
    assert sorted(report["files"]) == sorted(found)


def test_the_description_and_the_schema_are_in_the_manifest(ant: Ant, tmp_path: Path) -> None:
    spec = {"project": {"description": 'Ünï "x"\n{{ y }}'}, "routes": {"users": {"mock": None}}}
    assert ant("generate", "api", "x", "--json", json.dumps(spec)).returncode == 0
    manifest = json.loads((tmp_path / "x/ant.json").read_text())
    assert manifest["project"] == {"name": "x", "description": 'Ünï "x"\n{{ y }}'}
    assert manifest["routes"] == {"users": {"type": "GET", "mock": None}}
    schema = tmp_path / "x" / manifest["$schema"]
    assert schema.read_text() == ant("schema").stdout
    assert json.loads(ant("schema", "--report").stdout)["text"] == schema.read_text()


@pytest.fixture(scope="module")
def example(ant_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project of the example."""
    command: list[str | Path] = [ant_path, "generate", "api", "e", "--json"]
    command.append(EXAMPLES / "shop.json")
    folder = tmp_path_factory.mktemp("example")
    subprocess.run(command, cwd=folder, capture_output=True, check=True)
    return folder / "e"


@pytest.mark.exhaustive_for("example")
@pytest.mark.slow
@pytest.mark.parametrize("source", ["shop", "example"])
def test_tools_find_nothing_in_a_project_with_routes(
    request: pytest.FixtureRequest, project_python: Path, source: str
) -> None:
    assert complaints_of_tools(request.getfixturevalue(source), project_python) == ""


@pytest.mark.exhaustive
@pytest.mark.parametrize("source", ["shop", "example"])
def test_own_tests_find_nothing_in_a_project_with_routes(
    request: pytest.FixtureRequest, project_python: Path, tmp_path: Path, source: str
) -> None:
    root = shutil.copytree(request.getfixturevalue(source), tmp_path / "copy")
    done = run_warm([project_python, "-B", *PYTEST, *LATE], root, plain_environment())
    assert done.returncode == 0, done.stdout + done.stderr
