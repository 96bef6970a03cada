"""What rows are called by: what a spec says of it, what fields know of it, and what is refused."""

from typing import Any

import pytest

from ant.artifacts.keyed import KEYED
from ant.artifacts.paths import OWNERSHIP
from ant.artifacts.project import render_project
from ant.core.errors import InvalidSpec
from ant.core.keys import check_same_keys
from ant.core.names.identifiers import ProjectName
from ant.core.spec import Spec
from ant.core.spec_reader import read_spec
from ant.operations.add_accounts import add_accounts
from ant.operations.add_field import add_field
from ant.operations.remove_field import remove_field
from ant.reconcile.files import reconcile

FIELDS = {"name": "string", "user": "reference:to=users", "tags": "many:to=tags"}


def spec(project: Any = None, **keys: Any) -> Spec:
    fields = {"users": {"name": "string"}, "tags": {"name": "string"}, "orders": FIELDS}
    routes: dict[str, Any] = {name: {"fields": entry} for name, entry in fields.items()}
    routes["reports"] = {}
    for name, key in keys.items():
        routes[name]["key"] = key
    value = {"project": {} if project is None else {"key": project}, "routes": routes}
    return read_spec(value, ProjectName("shop"), lambda path: ".".join(map(str, path)))


def ids(known: Spec) -> dict[str, str]:
    """What rows of the routes, and those that the fields of ``orders`` lead to, are called by."""
    orders = known.route("orders")
    assert orders is not None
    owners = [(route.names.text, route.id) for route in known.routes]
    owners += [(f"orders.{field.name}", field.target) for field in orders.fields]
    return {name: id.type for name, id in owners if id}


def test_a_route_and_what_leads_to_it_have_its_key() -> None:
    assert ids(spec()) == ids(spec("integer")) == {}
    assert ids(spec(users="uuid")) == {"users": "uuid", "orders.user": "uuid"}
    assert ids(spec("uuid", users="integer")) == dict.fromkeys(
        ("tags", "orders", "orders.tags"), "uuid"
    )


def test_the_spec_says_what_was_said() -> None:
    said = spec("uuid", users="integer").to_json()
    assert said["project"]["key"] == "uuid"
    assert said["routes"]["users"] == {"key": "integer", "fields": {"name": "string"}}
    assert "key" not in said["routes"]["tags"]


def test_fields_that_come_and_go_know_the_keys() -> None:
    known = spec(users="uuid")
    field = known.routes[2].fields[1]
    removed = remove_field(known, "orders", "user")
    back = add_field(removed, "orders", field._replace(target=None))
    assert ids(back) == ids(known)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"users": "uuid4"}, "Invalid 'key' of route 'users' (must be integer or uuid)."),
        ({"project": 1}, "Invalid 'key' of the project (must be integer or uuid)."),
        ({"reports": "uuid"}, "Route 'reports' has no fields and so no 'key'."),
    ],
)
def test_what_makes_no_sense_is_refused(said: dict[str, Any], told: str) -> None:
    with pytest.raises(InvalidSpec) as caught:
        spec(**said)
    assert caught.value.problems[0].message == told


def test_a_key_that_rows_have_does_not_change() -> None:
    check_same_keys(spec(), spec(users="integer"))
    check_same_keys(spec(users="uuid"), spec("uuid", tags="integer", orders="integer"))
    with pytest.raises(InvalidSpec) as caught:
        check_same_keys(spec(), spec("uuid", tags="integer"))
    places = [problem.where for problem in caught.value.problems]
    assert places == ["routes.users.key", "routes.orders.key"]
    assert 'Give the route "key": "integer"' in str(caught.value.problems[0].hint)


def test_accounts_are_numbered_whatever_the_project_says() -> None:
    project = Spec(ProjectName("shop"), key="uuid")
    users = add_accounts(project, "users").routes[0]
    assert (users.key, users.id) == ("integer", None)
    said = {"project": {"key": "uuid"}, "routes": {"users": {"accounts": True}}}
    with pytest.raises(InvalidSpec) as caught:
        read_spec(said, ProjectName("shop"), str)
    told = caught.value.problems[0]
    assert told.message == "Route 'users' holds the accounts, which are called by numbers."
    assert told.hint == 'Give it "key": "integer".'


@pytest.mark.parametrize("owner", ["", "user"])
def test_what_is_shared_speaks_of_other_ids_only_where_there_are_any(owner: str) -> None:
    """That each text is there which is replaced is a condition of rendering them at all."""

    def rendered(**keys: Any) -> dict[str, bytes]:
        fields = {"name": "string", "user": "reference:to=users:required"}
        fields |= {"readers": "many:to=users"} if owner else {}
        routes: dict[str, Any] = {"users": {"fields": {"name": "string"}}}
        routes["orders"] = {"fields": fields, **keys} | ({"owner": owner} if owner else {})
        return render_project(read_spec({"routes": routes}, ProjectName("shop"), str))

    plain, keyed = rendered(), rendered(key="uuid")
    there = KEYED.keys() & plain.keys() - ({OWNERSHIP} if not owner else set())
    assert {path for path in KEYED.keys() & plain.keys() if plain[path] != keyed[path]} == there
    assert there == KEYED.keys() or not owner
    own = ["api/helper/keys.py", "tests/factories/ids.py", "tests/test_keys.py"]
    assert sorted(keyed.keys() - plain.keys()) == own


def test_an_edited_repository_of_all_learns_of_other_ids_and_forgets_them() -> None:
    path = "api/repositories/CrudRepository.py"
    plain, other = spec(), spec(tags="uuid")
    files = render_project(plain)
    edited = files[path].replace(
        b"    @retried\n    def insert", b"    # of ours\n    @retried\n    def insert"
    )
    files[path] = edited + b"\n\ndef ours(id: str) -> str:\n    return id\n"
    there = {change.path: change.after for change in reconcile(files, plain, other).changes}
    grown = there[path]
    assert grown is not None
    assert b"def exists(self, id: Id)" in grown and b"# of ours" in grown
    after = {name: text for name, text in (files | there).items() if text is not None}
    back = {change.path: change.after for change in reconcile(after, other, plain).changes}
    assert back[path] == files[path]
