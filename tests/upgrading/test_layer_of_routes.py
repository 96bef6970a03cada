"""The recipe for another file of every route: two new files, and every command knows it."""

import shutil
from pathlib import Path

import pytest

from support.generated import REPOSITORY
from support.layered import LAYER, add_a_layer
from support.record import recorded_texts
from support.trees import snapshot
from upgrading.conftest import Version

POLICIES = "api/policies"
ORDERS = f"{POLICIES}/orders_policy.py"
OWN = """
    def allows_everybody(self) -> bool:
        \"\"\"Ours.\"\"\"
        return self.allows("orders")
"""


@pytest.fixture(scope="module")
def shared_shop(with_policies: Version, tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("shop")
    routes = '{"orders": {}, "items": {"fields": {"name": "string"}, "subroutes": {"late": {}}}}'
    done = with_policies(place, "generate", "api", "shop", "--json", f'{{"routes": {routes}}}')
    assert (done.code, done.stderr) == (0, "")
    return place / "shop"


@pytest.fixture
def shop(shared_shop: Path, tmp_path: Path) -> Path:
    """A project with a route without fields, and one with fields and a subroute."""
    return Path(shutil.copytree(shared_shop, tmp_path / "shop"))


def policies(project: Path) -> list[str]:
    return sorted(path.name for path in (project / POLICIES).glob("*.py"))


def edit(project: Path) -> str:
    """Add a method to the policy of orders, and return the file's new text."""
    path = project / ORDERS
    path.write_text(path.read_text().replace("\n\n\nmyOrders", f"\n{OWN}\n\nmyOrders"))
    assert OWN in path.read_text()
    return path.read_text()


def test_the_recipe_adds_two_files_and_touches_no_other(tmp_path: Path) -> None:
    package = Path(shutil.copytree(REPOSITORY / "src/ant", tmp_path / "ant"))
    before = snapshot(package)
    add_a_layer(package)
    after = snapshot(package)
    assert after.keys() - before.keys() == {*LAYER}
    assert {path: after[path] for path in before} == before


def test_every_route_has_the_file(shop: Path, with_policies: Version) -> None:
    assert policies(shop) == ["items_policy.py", "orders_policy.py"]
    assert "def allows_late" in (shop / POLICIES / "items_policy.py").read_text()
    assert with_policies(shop, "generate", "route", "notes", "text:string")[::2] == (0, "")
    assert with_policies(shop, "generate", "subroute", "notes", "old")[::2] == (0, "")
    notes = (shop / POLICIES / "notes_policy.py").read_text()
    assert "def allows_old" in notes
    assert recorded_texts(shop)[f"{POLICIES}/notes_policy.py"] == notes.encode()


def test_it_goes_with_its_route(shop: Path, with_policies: Version) -> None:
    assert with_policies(shop, "destroy", "route", "orders", "--yes")[::2] == (0, "")
    assert policies(shop) == ["items_policy.py"]


def test_it_is_renamed_with_its_route_and_keeps_what_is_added(
    shop: Path, with_policies: Version
) -> None:
    edit(shop)
    done = with_policies(shop, "rename", "route", "orders", "sales", "--by-hand")
    assert done.code == 0
    assert policies(shop) == ["items_policy.py", "sales_policy.py"]
    text = (shop / POLICIES / "sales_policy.py").read_text()
    assert "class SalesPolicy:" in text
    assert "def allows_everybody" in text
    assert "Orders" not in text


def test_what_is_new_comes_into_an_edited_one(shop: Path, with_policies: Version) -> None:
    edit(shop)
    assert with_policies(shop, "generate", "subroute", "orders", "late")[::2] == (0, "")
    text = (shop / ORDERS).read_text()
    assert OWN in text
    assert "def allows_late" in text
    assert with_policies(shop, "destroy", "subroute", "orders", "late")[::2] == (0, "")
    assert OWN in (shop / ORDERS).read_text()
    assert "late" not in (shop / ORDERS).read_text()


def test_an_edited_one_is_not_destroyed(shop: Path, with_policies: Version) -> None:
    text = edit(shop)
    before = snapshot(shop)
    done = with_policies(shop, "destroy", "route", "orders", "--yes")
    assert (done.code, done.stdout) == (1, "")
    assert ORDERS in done.stderr
    assert snapshot(shop) == before
    assert with_policies(shop, "destroy", "route", "orders", "--yes", "--force").code == 0
    assert policies(shop) == ["items_policy.py"]
    assert (shop / ".ant/kept/1" / ORDERS).read_text() == text


def test_one_that_is_missing_and_needed_is_told(shop: Path, with_policies: Version) -> None:
    (shop / ORDERS).unlink()
    done = with_policies(shop, "generate", "subroute", "orders", "late")
    assert (done.code, done.stdout) == (1, "")
    assert f"{ORDERS}" in done.stderr
    assert "the file is not there" in done.stderr


def test_one_that_its_owner_has_moved_is_found(shop: Path, with_policies: Version) -> None:
    moved = shop / "api/rules/of_orders.py"
    moved.parent.mkdir()
    (shop / ORDERS).rename(moved)
    assert with_policies(shop, "generate", "subroute", "orders", "late")[::2] == (0, "")
    assert "def allows_late" in moved.read_text()
    assert not (shop / ORDERS).exists()


def test_an_upgrade_brings_it_to_a_project_of_the_running_version(
    only_newer: Version, with_policies: Version, tmp_path: Path
) -> None:
    done = only_newer(tmp_path, "generate", "api", "shop", "--json", '{"routes": {"orders": {}}}')
    assert (done.code, done.stderr) == (0, "")
    assert policies(tmp_path / "shop") == []
    assert with_policies(tmp_path / "shop", "upgrade")[::2] == (0, "")
    assert policies(tmp_path / "shop") == ["orders_policy.py"]
