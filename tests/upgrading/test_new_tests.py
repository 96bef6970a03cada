"""What is new and belongs to a module that the owner of a project has removed."""

import pytest

from ant.core.tree import Tree
from ant.reconcile.upgrading.files import Upgraded, carry_upgrade

MODULE, TESTS = "api/apis/Client.py", "tests/test_helpers.py"
NOTE = (
    "'api/apis/Client.py' has been removed or moved, and stays so: what is new in"
    " 'tests/test_helpers.py' and tests it was left out."
)

OLD = b"""\
from apis.Client import Client
from helper.Log import Log


def test_log() -> None:
    assert Log()


def test_client() -> None:
    assert Client()
"""
OWN = OLD.replace(b"from apis.Client import Client\n", b"").partition(b"\n\ndef test_client")[0]
ADDED = b"""

def test_client_twice() -> None:
    assert Client(Client())
"""
LOG = b"""

def test_log_twice() -> None:
    assert Log(Log())
"""


def upgraded(current: Tree, new: bytes, old: bytes = OLD) -> Upgraded:
    """Upgrade a project whose owner may have removed the module."""
    before = {MODULE: b"class Client: ...\n", TESTS: old}
    return carry_upgrade(current, before, {**before, TESTS: new})


def content(done: Upgraded) -> bytes | None:
    return {change.path: change.after for change in done.plan.changes}.get(TESTS)


@pytest.mark.parametrize("new", [OLD + ADDED, OLD + LOG + ADDED, OLD + ADDED + LOG])
def test_a_new_test_of_a_removed_module_is_left_out(new: bytes) -> None:
    done = upgraded({TESTS: OWN}, new)
    assert (done.problems, done.notes) == ((), (NOTE,))
    after = content(done) or OWN
    assert b"Client" not in after
    assert (b"test_log_twice" in after) == (LOG in new)


def test_the_first_test_of_a_removed_module_takes_no_import_along() -> None:
    done = upgraded({TESTS: OWN}, OLD + ADDED, old=OWN)
    assert (content(done), done.problems, done.notes) == (None, (), (NOTE,))


def test_what_uses_what_is_left_out_is_left_out_too() -> None:
    used = b"\n\ndef client() -> object:\n    return Client()\n"
    using = b"\n\ndef test_both() -> None:\n    assert client()\n"
    done = upgraded({TESTS: OWN}, OLD + using + LOG + used)
    assert (content(done), done.notes) == (OWN + LOG, (NOTE,))


def test_a_module_that_is_there_is_tested() -> None:
    done = upgraded({TESTS: OWN, MODULE: b"class Client: ...\n"}, OLD + ADDED)
    assert ADDED in (content(done) or b"")
    assert done.notes == ()


def test_without_anything_new_there_is_nothing_to_tell() -> None:
    done = upgraded({TESTS: OWN}, OLD + LOG)
    assert LOG in (content(done) or b"")
    assert done.notes == ()


ROUTE, SERVICE = "api/routes/health_route.py", "api/services/health_service.py"
ROUTE_TESTS = "tests/test_health_route.py"
APP = "api/app.py"
GENERATED = {
    APP: b"def create_app():\n    app.register_blueprint(health_bp)\n",
    ROUTE: b"health_bp = Blueprint('health', __name__, url_prefix='/health')\n\n\n"
    b"def get_health():\n    return jsonify(myHealthService.get_health())\n\n\n"
    b"def get_deep():\n    return jsonify(myHealthService.get_deep())\n",
    SERVICE: b"class HealthService:\n    def get_health(self):\n        return 1\n\n"
    b"    def get_deep(self):\n        return 2\n",
}
NEW_TESTS = b"""\
from flask.testing import FlaskClient


def test_get_health(client: FlaskClient) -> None:
    assert client.get("/health").get_json() == 1


def test_get_deep(client: FlaskClient) -> None:
    assert client.get("/health/deep").get_json() == 2
"""


def route_upgraded(current: Tree) -> tuple[bytes | None, tuple[str, ...]]:
    """Upgrade a project to a version that has tests of a route; return them and what is said."""
    done = carry_upgrade(current, GENERATED, {**GENERATED, ROUTE_TESTS: NEW_TESTS})
    assert done.problems == ()
    changes = {change.path: change.after for change in done.plan.changes}
    return changes.get(ROUTE_TESTS), done.notes


def test_new_tests_of_untouched_endpoints_are_added() -> None:
    laid_out = {**GENERATED, SERVICE: GENERATED[SERVICE].replace(b"return 1", b"return (1)  # one")}
    assert route_upgraded(laid_out) == (NEW_TESTS, ())


@pytest.mark.parametrize(
    ("path", "edit"),
    [
        (SERVICE, (b"return 2", b"return 3")),
        (ROUTE, (b"def get_deep", b"@token_required\ndef get_deep")),
        (ROUTE, (b"get_deep():", b"deep():")),
    ],
)
def test_a_new_test_of_an_endpoint_that_is_written_anew_is_left_out(
    path: str, edit: tuple[bytes, bytes]
) -> None:
    tests, notes = route_upgraded({**GENERATED, path: GENERATED[path].replace(*edit)})
    assert tests == NEW_TESTS.partition(b"\n\n\ndef test_get_deep")[0] + b"\n"
    assert notes == (
        "New tests were left out of 'tests/test_health_route.py', since what they test is not as it"
        " was generated: test_get_deep",
    )


def test_a_file_of_tests_of_which_none_fits_is_not_made() -> None:
    other = GENERATED[SERVICE].replace(b"return", b"return 1 +")
    tests, notes = route_upgraded({**GENERATED, SERVICE: other})
    assert (tests, len(notes)) == (None, 1)


@pytest.mark.parametrize(
    ("path", "edit"),
    [
        (APP, (b"(health_bp)", b"(health_bp, url_prefix='/v1')")),
        (ROUTE, (b"'/health'", b"'/v1/health'")),
    ],
)
def test_endpoints_at_another_url_are_not_tested(path: str, edit: tuple[bytes, bytes]) -> None:
    assert route_upgraded({**GENERATED, path: GENERATED[path].replace(*edit)})[0] is None


def test_an_endpoint_in_a_file_that_is_no_python_is_not_tested() -> None:
    assert route_upgraded({**GENERATED, SERVICE: b"class ("})[0] is None


def test_tests_that_somebody_has_written_under_that_name_stay() -> None:
    tests, notes = route_upgraded({**GENERATED, ROUTE_TESTS: b"def test_mine(): ...\n"})
    assert (tests, notes) == (
        None,
        ("'tests/test_health_route.py' is yours already; the tests of that name were left out.",),
    )


def test_what_tests_import_cannot_be_left_out() -> None:
    other = "tests/checks/base.py"
    done = carry_upgrade({other: b"MINE = 1\n"}, {}, {other: b"OURS = 1\n"})
    assert "would be generated, and a file of that name is there already" in str(done.problems[0])
