"""What comes before the URLs of all routes: said at once or later, changed, taken out again."""

import ast
import json
from pathlib import Path

import pytest

from ant.api.steps.stale_views import find_stale_views
from ant.artifacts.project import render_project
from ant.core.names.identifiers import ProjectName
from ant.core.spec import Spec
from ant.core.spec_reader import read_spec
from ant.reconcile.files import reconcile
from conftest import Ant
from support.grown import project_files
from support.said import done, say

VIEWS, TESTS = "api/routes/{}_route.py", "tests/test_{}_route.py"
OWN_TEST = """

def test_mine(user_client: FlaskClient) -> None:
    assert user_client.get("/users").status_code == 200
"""


def code(root: Path) -> dict[str, object]:
    """The files of a project but its record."""
    return {path: text for path, text in project_files(root).items() if not path.startswith(".ant")}


def urls(ant: Ant, root: Path) -> set[str]:
    """The URLs that ``ant routes`` lists of the routes."""
    told = json.loads(done(ant, root, "routes", "--report"))["routes"]
    own = ("api-", "default_", "documentation_", "health_")
    return {entry["url"] for entry in told if not entry["handler"].startswith(own)}


def test_it_is_said_later_changed_and_taken_out_over_edits(ant: Ant, shop: Path) -> None:
    views, tests = shop / VIEWS.format("users"), shop / TESTS.format("reports")
    views.write_text(
        views.read_text().replace("    data = load_body", "    # mine\n    data = load_body")
    )
    edited = tests.read_text().replace('assert "working" in', "assert response.is_json and")
    tests.write_text(edited + OWN_TEST)
    before = code(shop)
    say(shop, "prefix", project="/api/v1")
    run = ant("apply", cwd=shop)
    line = tests.read_text().splitlines().index(OWN_TEST.splitlines()[-1]) + 1
    told = (
        f"tests/test_reports_route.py:{line} has the URL '/users', which begins with '/api/v1' now."
    )
    assert (run.returncode, run.stderr) == (0, "")
    assert [line for line in run.stdout.splitlines() if "Warning" in line] == [f"Warning: {told}"]
    assert 'url_prefix="/api/v1/users"' in views.read_text()
    assert views.read_text().count("# mine") == 3
    assert 'user_client.get("/api/v1/reports")' in tests.read_text()
    assert OWN_TEST in tests.read_text()
    assert all(url.startswith("/api/v1/") for url in urls(ant, shop))
    assert "/api/v1/users/#lt;id#gt;" in done(ant, shop, "graph")
    assert done(ant, shop, "apply") == "Nothing to do.\n"
    say(shop, "prefix", project="/v2")
    assert ant("apply", cwd=shop).returncode == 0
    assert all(url.startswith("/v2/") for url in urls(ant, shop))
    say(shop, "prefix", project=None)
    assert ant("apply", cwd=shop).returncode == 0
    assert code(shop).keys() == before.keys()
    assert [path for path, text in code(shop).items() if text != before[path]] == ["ant.json"]


def test_it_is_the_same_however_it_is_said() -> None:
    without, later = spec_with(""), spec_with("/api/v1")
    tree = dict(render_project(without))
    for old, new in ((without, later), (later, spec_with("/v2")), (spec_with("/v2"), without)):
        for change in reconcile(tree, old, new).effective:
            assert change.after is not None
            tree[change.path] = change.after
        assert tree == render_project(new)
    assert b'PREFIX = "/api/v1"' in render_project(later)["tests/factories/prefix.py"]


def test_a_blueprint_of_ones_own_is_refused_with_what_to_write(ant: Ant, shop: Path) -> None:
    views = shop / VIEWS.format("users")
    views.write_text(views.read_text().replace('url_prefix="/users"', 'url_prefix="/people"'))
    say(shop, "prefix", project="/api/v1")
    before = project_files(shop)
    run = ant("apply", cwd=shop)
    assert (run.returncode, run.stdout) == (1, "")
    wanted = "users_bp = Blueprint('users', __name__, url_prefix='/api/v1/users')"
    assert wanted in run.stderr
    assert project_files(shop) == before
    ast.parse(wanted)
    views.write_text(views.read_text().replace("/people", "/api/v1/users"))
    done(ant, shop, "apply")


def test_a_prefix_that_the_application_has_already_is_told(ant: Ant, shop: Path) -> None:
    app = shop / "api/app.py"
    plain, own = "(users_bp)", '(users_bp, url_prefix="/mine/users")'
    app.write_text(app.read_text().replace(plain, own))
    assert "/mine/users" in urls(ant, shop)
    say(shop, "prefix", project="/api/v1")
    run = ant("apply", cwd=shop)
    assert run.returncode == 0
    assert "api/app.py registers blueprints with a prefix of its own" in run.stdout


@pytest.mark.parametrize(
    ("prefix", "told"),
    [
        ("api/v1/", "Did you mean '/api/v1'?"),
        ("/docs", "(/docs is the project's own)"),
        ("/" + "a" * 50, "(is longer than 40 characters)"),
        ("/<tenant>", "(must be a path that begins with a slash"),
    ],
)
def test_what_is_no_prefix_is_refused(ant: Ant, tmp_path: Path, prefix: str, told: str) -> None:
    run = ant("generate", "api", "shop", "--prefix", prefix, cwd=tmp_path)
    assert (run.returncode, run.stdout) == (1, "")
    assert told in run.stderr
    assert [*tmp_path.iterdir()] == []


def test_two_prefixes_are_refused(ant: Ant, tmp_path: Path) -> None:
    spec = '{"project": {"prefix": "/v1"}, "routes": {"users": {}}}'
    words = ("generate", "api", "shop", "--json", spec, "--prefix")
    run = ant(*words, "/v2", cwd=tmp_path)
    assert "The project of the spec has another 'prefix' than --prefix says." in run.stderr
    assert ant(*words, "/v1", cwd=tmp_path).returncode == 0


def spec_with(prefix: str) -> Spec:
    """A spec with a resource and a stub."""
    project = {"project": {"prefix": prefix}} if prefix else {}
    routes = {"users": {"fields": {"name": "string"}}, "reports": {"subroutes": {"old": {}}}}
    return read_spec({**project, "routes": routes}, ProjectName("shop"), str)


def test_views_that_a_merge_has_left_behind_are_told() -> None:
    texts = render_project(spec_with("/v1"))
    assert find_stale_views(texts, spec_with("/v1")) == {}
    stale = [VIEWS.format(name) for name in ("users", "reports")]
    for prefix in ("/v2", ""):
        assert [*find_stale_views(texts, spec_with(prefix))] == stale
