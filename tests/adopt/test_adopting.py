"""``ant adopt``: an ``ant.json`` from the code."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from adopt.conftest import SPEC, Serve
from adopt.test_growing import GROWTH, NEW, OLD, contents, edit, grow, is_kept
from ant import __version__
from conftest import Ant

pytestmark = pytest.mark.slow  # installs the older generator

ORDERS = {
    "type": "GET",
    "mock": {"smile": "😀"},
    "subroutes": {"open": {"type": "GET"}, "cancel": {"type": "POST"}},
}


def full(spec: dict[str, Any]) -> dict[str, Any]:
    """The routes of a spec with all types said."""
    return {
        name: {
            "type": "GET", **route,
            **({"subroutes": {key: {"type": "GET", **other} for key, other in subroutes.items()}}
               if (subroutes := route.get("subroutes")) else {}),
        }
        for name, route in spec["routes"].items()
    }  # fmt: skip


def manifest(project: Path) -> dict[str, Any]:
    read = json.loads((project / "ant.json").read_bytes())
    assert isinstance(read, dict)
    return read


def test_what_was_generated_comes_back_as_a_spec(ant: Ant, shop: Path) -> None:
    before = contents(shop)
    done = ant("adopt", cwd=shop / "api/routes")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "Successfully adopted 'shop': 3 routes, 7 subroutes\n"
    assert manifest(shop) == {
        "$schema": ".ant/schema.json", "ant": __version__,
        "project": {"name": "shop"}, "routes": {**full(SPEC), "orders": ORDERS},
    }  # fmt: skip
    assert (shop / ".ant/applied.json").read_bytes() == (shop / "ant.json").read_bytes()
    assert json.loads((shop / ".ant/schema.json").read_bytes()) == json.loads(ant("schema").stdout)
    after = contents(shop)
    assert after.pop("ant.json")
    assert after == before


def test_the_routes_are_in_the_order_of_their_registration(ant: Ant, shop: Path) -> None:
    ant("adopt", cwd=shop)
    assert list(manifest(shop)["routes"]) == ["orders", "user_posts", "users"]


def test_an_adopted_project_is_in_line_and_grows_and_answers(
    ant: Ant, shop: Path, serve: Serve
) -> None:
    before = contents(shop)
    ant("adopt", cwd=shop)
    assert ant("apply", cwd=shop).stdout == "Nothing to do.\n"
    grow(ant, shop)
    assert ant("apply", cwd=shop).stdout == "Nothing to do.\n"
    after = contents(shop)
    assert all(is_kept(content, after[path]) for path, content in before.items())
    assert len(manifest(shop)["routes"]) == 5
    server = serve(shop)
    assert {path: server.get(path).json for path in OLD} == OLD
    header = {"Content-Type": "application/json"}
    for (method, path), answer in NEW.items():
        assert server.request(method, path, b'{"a": 1}', header).json == answer, server.log


def test_what_a_person_writes_into_the_manifest_is_applied(
    ant: Ant, shop: Path, serve: Serve
) -> None:
    ant("adopt", cwd=shop)
    wanted = manifest(shop)
    wanted["routes"]["user_posts"]["subroutes"]["new"] = {"type": "DELETE"}
    (shop / "ant.json").write_text(json.dumps(wanted))
    assert ant("apply", cwd=shop).returncode == 0
    assert serve(shop).request("DELETE", "/user_posts/new").json == (
        "Successfully deleted new for user_posts"
    )


def test_a_mock_that_is_in_the_code_is_not_changed_in_the_manifest_in_silence(
    ant: Ant, shop: Path
) -> None:
    ant("adopt", cwd=shop)
    wanted = manifest(shop)
    wanted["routes"]["users"]["mock"] = 2
    (shop / "ant.json").write_text(json.dumps(wanted))
    before = contents(shop)
    done = ant("apply", cwd=shop)
    assert done.returncode == 1
    assert done.stderr.startswith("Error: 'api/mocks/users.json' is not there, so this mock")
    assert contents(shop) == before
    edit(shop, "services/users_service.py", ("{'names'", "{'said'"))
    (shop / "ant.json").unlink()
    assert ant("adopt", cwd=shop).returncode == 0
    assert list(manifest(shop)["routes"]["users"]["mock"]) == ["said", "n"]


def test_undo_takes_the_adoption_back(ant: Ant, shop: Path) -> None:
    before = contents(shop)
    ant("adopt", cwd=shop)
    assert ant("undo", cwd=shop).stdout == "Successfully undid: ant adopt\n"
    assert contents(shop) == before
    assert not (shop / ".ant/applied.json").exists()


def test_what_ant_added_can_be_destroyed_and_what_it_did_not_write_cannot(
    ant: Ant, shop: Path
) -> None:
    ant("adopt", cwd=shop)
    before = contents(shop)
    for arguments in GROWTH:
        assert ant("generate", *arguments, cwd=shop).returncode == 0
    for kind, *names in reversed(GROWTH):
        name = names[:1] if kind == "route" else names[:2]
        done = ant("destroy", kind, *name, cwd=shop)
        assert (done.returncode, done.stderr) == (0, "")
    after = contents(shop)
    del after["api/helper/functions/load_mock.py"]  # the spec has other mocks, so it stays
    assert set(after) == set(before)
    for path in set(after) - {"ant.json"}:
        assert is_kept(before[path], after[path])
        more = set(after[path].splitlines()) - set(before[path].splitlines())
        assert not more, (path, more)
    assert manifest(shop)["routes"] == {**full(SPEC), "orders": ORDERS}
    held = contents(shop)
    done = ant("destroy", "route", "users", cwd=shop)
    assert done.returncode == 1
    assert "api/services/users_service.py, UsersService: get_users is not as it was" in done.stderr
    assert contents(shop) == held


def test_a_project_with_a_manifest_is_refused(ant: Ant, shop: Path) -> None:
    assert ant("adopt", cwd=shop).returncode == 0
    before = contents(shop)
    done = ant("adopt", cwd=shop)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"Error: '{shop}' has an ant.json already.\n"
    assert contents(shop) == before


def test_what_is_no_manifest_is_not_replaced(ant: Ant, shop: Path) -> None:
    (shop / "ant.json").write_text("mine")
    before = contents(shop)
    done = ant("adopt", cwd=shop)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "Error: This is not JSON: Expecting value.\n  at ant.json:1:1\n"
    assert contents(shop) == before


def test_no_project_is_refused(ant: Ant, tmp_path: Path) -> None:
    done = ant("adopt", cwd=tmp_path)
    assert (done.returncode, done.stderr.startswith("Error: No project here")) == (1, True)


def test_what_cannot_be_read_is_listed_and_not_guessed(ant: Ant, shop: Path) -> None:
    edit(shop, "services/users_service.py", ("mock_data = [1, 2", "mock_data = [1, len('ab')"))
    edit(shop, "routes/orders_route.py", ('@orders_bp.get("/open")', '@orders_bp.get("/<int:id>")'))
    (shop / "api/models/Odd_model.py").write_text("class :\n")
    done = ant("--report", "adopt", cwd=shop)
    report = json.loads(done.stdout)
    assert report["status"] == "success"
    routes = ("orders", "user_posts", "users")
    record = [".ant/record/project", *(f".ant/record/routes/{name}" for name in routes)]
    own = [".ant/.gitattributes", ".ant/applied.json", *record, ".ant/schema.json", "ant.json"]
    assert report["files"] == [str(shop / name) for name in own]
    assert report["warnings"] == [
        "api/models/Odd_model.py: it is no Python that can be read",
        "api/services/users_service.py: the mock in line 29 is neither a literal nor JSON",
        "api/routes/orders_route.py: no place in a spec: GET /orders/<int:id>",
    ]
    known = manifest(shop)["routes"]
    assert "mock" not in known["users"]["subroutes"]["photo"]
    assert list(known["orders"]["subroutes"]) == ["cancel"]


def test_a_dry_run_shows_the_manifest_and_writes_nothing(ant: Ant, shop: Path) -> None:
    before = contents(shop)
    done = ant("adopt", "--dry-run", cwd=shop)
    assert '+    "name": "shop"' in done.stdout.splitlines()
    assert (done.returncode, contents(shop), (shop / ".ant").exists()) == (0, before, False)


def test_a_bare_project_has_no_routes(ant: Ant, bare: Path) -> None:
    assert ant("adopt", cwd=bare).stdout == "Successfully adopted 'bare': 0 routes, 0 subroutes\n"
    assert manifest(bare)["routes"] == {}


def test_a_directory_whose_name_no_project_can_have_gives_one_like_it(
    ant: Ant, bare: Path, tmp_path: Path
) -> None:
    odd = bare.rename(tmp_path / "my shop!")
    assert ant("adopt", cwd=odd).stdout.startswith("Successfully adopted 'my-shop-api'")


OURS = {
    "project": {"description": "What we sell."},
    "routes": {
        "zoo": {"type": "PATCH", "mock": None},
        "user_posts": {
            "type": "POST",
            "mock": {"pi": 3.14, "big": 12345678901234567890, "text": "\u2028é😀", "deep": [[{}]]},
            "subroutes": {
                "z": {"type": "DELETE", "mock": False},
                "a": {"type": "PUT"}, "m": {"type": "PATCH", "mock": ""}, "k": {"type": "POST"},
            },
        },
        "plain": {"type": "DELETE"},
    },
}  # fmt: skip


@pytest.mark.parametrize("kept", [True, False])
def test_the_lost_manifest_of_a_project_of_ours_comes_back(
    ant: Ant, tmp_path: Path, kept: bool
) -> None:
    spec = OURS if kept else {"routes": OURS["routes"]}  # only .ant/ remembers a description
    assert ant("generate", "api", "shop", "--json", json.dumps(spec)).returncode == 0
    shop = tmp_path / "shop"
    lost = (shop / "ant.json").read_bytes()
    (shop / "ant.json").unlink()
    if not kept:
        shutil.rmtree(shop / ".ant")
    assert ant("adopt", cwd=shop).stdout == "Successfully adopted 'shop': 3 routes, 4 subroutes\n"
    assert (shop / "ant.json").read_bytes() == lost
    assert ant("apply", cwd=shop).stdout == "Nothing to do.\n"


def test_a_project_of_ours_without_a_manifest_grows_and_keeps_its_record(
    ant: Ant, tmp_path: Path
) -> None:
    ant("generate", "api", "shop", "--json", json.dumps(OURS))
    shop = tmp_path / "shop"
    (shop / "ant.json").unlink()
    applied = (shop / ".ant/applied.json").read_bytes()
    assert ant("generate", "route", "items", "--mock", "1", cwd=shop).returncode == 0
    assert ant("generate", "subroute", "user_posts", "new", cwd=shop).returncode == 0
    assert (shop / ".ant/applied.json").read_bytes() == applied
    assert not (shop / "ant.json").exists()
    assert "mapped_column" in (shop / "api/models/Items_model.py").read_text()
    assert ant("adopt", cwd=shop).stdout.startswith("Successfully adopted 'shop': 4 routes, 5")
