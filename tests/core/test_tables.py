"""What tables are called where that is not the route's own name."""

import os
import re
from typing import Any

import pytest

from ant.api.steps.stale_views import find_stale_views
from ant.artifacts.camel_case import REPLACEMENTS, is_camel_case
from ant.artifacts.named_tables import MODULE, NAMED
from ant.artifacts.project import paths_of_difference, render_project
from ant.core.errors import InvalidSpec, TargetExists
from ant.core.names.identifiers import ProjectName
from ant.core.names.renames import Renames, renamed, retabled
from ant.core.spec import Spec
from ant.core.spec_reader import read_spec
from ant.operations.add_route import add_route
from ant.operations.rename_route import rename_route
from ant.rendering.tables.tables import tables_of
from ant.rendering.templates import ROOT, read_template, template_paths

NAME = {"name": "string"}
OWNED = {"user": "reference:to=users:required", "readers": "many:to=users"}


def spec(**routes: Any) -> Spec:
    whole = {"users": {"fields": NAME}, "orders": {"fields": OWNED}, **routes}
    return read_spec({"routes": whole}, ProjectName("shop"), lambda path: ".".join(map(str, path)))


STORED = spec(users={"table": "person", "fields": NAME})


def test_all_that_refers_to_a_table_follows_its_name() -> None:
    tables = {table.name: table for table in tables_of(STORED.routes, None)}
    assert list(tables) == ["person", "orders", "orders_readers"]
    assert tables["person"].names.text == "users"
    names = tables["orders"].keys()
    assert "fk_orders_user_id_person" in names
    assert {column.refers_to for column in tables["orders_readers"].columns} == {"orders", "person"}
    assert STORED.routes[0].to_json() == {"table": "person", "fields": {"name": "string"}}


def test_other_models_change_with_the_name_of_a_table() -> None:
    paths = paths_of_difference(STORED, spec())
    assert {"api/models/Users_model.py", "api/models/Orders_model.py"} <= paths
    rendered = render_project(STORED)
    assert b'"info": {"route": "users"}' in rendered["api/models/Users_model.py"]
    assert b'ForeignKey("person.id"' in rendered["api/models/Orders_readers_model.py"]


def test_a_name_that_is_the_route_s_own_says_nothing() -> None:
    assert spec(users={"table": "users", "fields": NAME}) == spec()
    called = rename_route(STORED, "users", "person")
    assert [route.to_json().get("table") for route in called.routes] == [None, None]
    assert called.routes[1].fields[0].refers_to == "person"
    assert renamed(STORED, Renames(routes={"users": "people"})).routes[0].table == "person"


def test_a_table_in_the_way_steps_aside() -> None:
    old = spec(person={"fields": NAME})
    moved = retabled(old, STORED)
    assert [route.table for route in moved.routes] == ["person", "orders", "person_moved"]
    assert retabled(old, old) is old


@pytest.mark.parametrize("name", ["returning", "pg_stat", "alembic_version"])
def test_a_route_whose_name_no_table_can_have_is_stored_as_another_one(name: str) -> None:
    assert spec(**{name: {"table": "kept", "fields": NAME}}).routes[-1].table == "kept"
    with pytest.raises(InvalidSpec, match="Invalid route name"):
        spec(**{name: {"fields": NAME}})


@pytest.mark.parametrize(
    "table", ["", "Person", "1st", "a-b", "a" * 61, "sqlite_x", "pg_x", "returning", None, 7]
)
def test_what_no_database_takes_is_refused(table: Any) -> None:
    with pytest.raises(InvalidSpec, match="Invalid 'table' of route 'users'"):
        spec(users={"table": table, "fields": NAME})


@pytest.mark.parametrize("table", ["orders", "default", "pk_orders", "orders_id_seq"])
def test_no_two_routes_have_one_table(table: str) -> None:
    with pytest.raises(InvalidSpec, match=f"would share the database name {table}"):
        spec(zebras={"table": table, "fields": NAME})


def test_no_route_has_the_table_between_two_others_or_that_of_a_later_route() -> None:
    with pytest.raises(InvalidSpec, match="share the database name orders_readers"):
        spec(zebras={"table": "orders_readers", "fields": NAME})
    with pytest.raises(TargetExists, match="share the database name person"):
        add_route(STORED, "person")
    assert add_route(retabled(STORED, spec()), "person").routes[-1].table == "person"


LOOKED_UP = re.compile(
    r"metadata\.tables\[[a-z]|\{(other|target\.table|told)\.(table_)?name\}|__tablename__ =="
    r"|(column|id|rows)\.table\.name|_through\(table\.name"
)
"""What takes the name of a table for that of a route."""


def test_no_shared_code_takes_the_name_of_a_table_for_that_of_a_route() -> None:
    named = {**NAMED, "api/helper/table_names.py": ()}
    folders = {folder for folder in os.listdir(ROOT) if os.path.isdir(f"{ROOT}/{folder}")}
    shared = [path for folder in folders - {"project"} for path in template_paths(folder)]
    found = {path for path in shared if LOOKED_UP.search(read_template(path).decode())}
    assert len(found) > 10
    assert {path for path in found if path.partition("/")[2] not in named} == set()


@pytest.mark.parametrize("owner", ["", "user"])
def test_what_is_shared_speaks_of_tables_only_where_one_has_another_name(owner: str) -> None:
    """That each text is there which is replaced is a condition of rendering them at all."""

    def rendered(json: str = "", **table: Any) -> dict[str, bytes]:
        more = {"key": "uuid", "delete": "soft", "idempotency": True, "bulk": True}
        more |= {"unique": [["user", "name"]]}
        orders: dict[str, Any] = {"fields": {**NAME, **OWNED}, **(more if owner else {})}
        orders |= {"owner": owner} if owner else {}
        said = spec(users={"fields": NAME, **table}, orders=orders)
        return render_project(said._replace(json_keys=json))

    plain, named = rendered(), rendered(table="person")
    there = NAMED.keys() & plain.keys()
    assert {path for path in there if plain[path] != named[path]} == there
    assert there == NAMED.keys() or not owner
    assert named.keys() - plain.keys() == {"api/helper/table_names.py"}
    assert {path for path, text in named.items() if MODULE in text} == there
    assert not any(MODULE in text for text in plain.values())
    both = rendered("camelCase", table="person")
    assert all(is_camel_case(path, both[path]) for path in REPLACEMENTS.keys() & both.keys())
    assert not any(is_camel_case(path, named[path]) for path in REPLACEMENTS.keys() & named.keys())


def test_what_a_merge_of_branches_has_left_with_other_tables_is_told() -> None:
    """One branch gave a table another name, and the other one made the first file of its kind."""
    plain, named = render_project(spec()), render_project(STORED)
    assert {*find_stale_views(plain, STORED)} == {*find_stale_views(named, spec())}
    assert {*find_stale_views(plain, STORED)} == NAMED.keys() & plain.keys()
    assert find_stale_views(named, STORED) == find_stale_views(plain, spec()) == {}
