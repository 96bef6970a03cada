"""What rows are called by: what a spec says of it, what fields know of it, and what is refused."""

from typing import Any

import pytest

from ant.artifacts.paths import IDS
from ant.artifacts.project import render_project
from ant.core.errors import InvalidSpec, StillNeeded
from ant.core.keys import check_same_keys, id_of, uses_keys
from ant.core.names.identifiers import ProjectName
from ant.core.spec import Spec
from ant.core.spec_reader import read_spec
from ant.operations.add_accounts import add_accounts
from ant.operations.add_field import add_field
from ant.operations.remove_field import remove_field
from ant.operations.remove_route import remove_route
from ant.operations.rename_field import rename_field
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


def test_texts_have_a_longest_length() -> None:
    known = spec(users="string:max=20", tags="string")
    orders = known.route("orders")
    assert orders is not None
    [_, user, tags] = orders.fields
    assert (user.target, tags.target) == (id_of("string:max=20"), id_of("string:max=255"))
    assert user.kind.sizes(user) == (20,)
    assert not uses_keys(known, "uuid")


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
        (
            {"users": "uuid4"},
            "Invalid 'key' of route 'users' (must be integer, uuid, string:max=20 or the name of a"
            " reference).",
        ),
        (
            {"users": "string:max=256"},
            "Invalid 'key' of route 'users' (behind string may be a max of 1 to 255, and nothing"
            " else).",
        ),
        (
            {"users": "string:max=5:min=2"},
            "Invalid 'key' of route 'users' (behind string may be a max of 1 to 255, and nothing"
            " else).",
        ),
        ({"project": 1}, "Invalid 'key' of the project (must be integer, uuid or string:max=20)."),
        ({"reports": "uuid"}, "Route 'reports' has no fields and so no 'key'."),
        ({"orders": "name"}, "Invalid 'key' of route 'orders' ('name' is no reference)."),
        ({"orders": "tags"}, "Invalid 'key' of route 'orders' ('tags' is no reference)."),
        (
            {"orders": "user"},
            "Invalid 'key' of route 'orders' ('user' is not required, and every row needs its"
            " key).",
        ),
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


def keyed(*flags: str, key: str = "user", **word: Any) -> Spec:
    """Users, their profiles, which are called like them, and what these are the key of in turn."""
    user = ":".join(("reference:to=users:required", *flags))
    profiles = {"key": key, "fields": {"user": user, "at": "date"}, **word}
    badges = {"key": "profile", "fields": {"profile": "reference:to=profiles:required"}}
    users = {"key": "string:max=9", "fields": {"name": "string"}}
    cards = {"fields": {"badge": "reference:to=badges", "holders": "many:to=badges"}}
    routes = {"users": users, "profiles": profiles, "badges": badges, "cards": cards}
    return read_spec({"routes": routes}, ProjectName("shop"), lambda path: ".".join(map(str, path)))


def test_a_reference_that_is_the_key_gives_rows_what_it_leads_to() -> None:
    known = keyed()
    text = id_of("string:max=9")
    assert [route.id for route in known.routes] == [text, text, text, None]
    [profile, badge] = (route.key_field for route in known.routes[1:3])
    assert profile and badge and (profile.attribute, profile.key) == ("id", "user_id")
    assert (badge.target, badge.target_column) == (text, "user_id")
    assert [field.target_column for field in known.routes[3].fields] == ["profile_id"] * 2
    assert known.routes[3].key_field is None
    assert known.to_json()["routes"]["badges"]["key"] == "profile"


@pytest.mark.parametrize(
    ("told", "flags", "said"),
    [
        ("is private, and nobody could see", ("private",), {}),
        ("is unique, and a key is unique", ("unique",), {}),
        ("is index, and a key has an index", ("index",), {}),
        ("is the 'owner', and nobody could have two", (), {"owner": "user", "key": "user"}),
        ("is in a rule of 'unique'", (), {"unique": [["user", "at"]]}),
        ("no field 'usr'", (), {"key": "usr"}),
        (
            "'user' leads to any of several routes",
            (),
            {"fields": {"user": {"type": "reference", "to": ["users", "cards"], "required": True}}},
        ),
    ],
)
def test_a_reference_that_cannot_be_the_key_is_refused(
    told: str, flags: tuple[str, ...], said: dict[str, Any]
) -> None:
    with pytest.raises(InvalidSpec) as caught:
        keyed(*flags, **said)
    [*_, last] = caught.value.problems
    if told.startswith("no field"):
        assert last.hint == "Did you mean 'user'?"
    else:
        assert told in last.message
    assert last.where == "routes.profiles.key"


@pytest.mark.parametrize("to", ["profiles", "badges"])
def test_keys_that_go_round_in_a_circle_are_refused(to: str) -> None:
    routes = {
        "profiles": {"key": "user", "fields": {"user": f"reference:to={to}:required"}},
        "badges": {"key": "of", "fields": {"of": "reference:to=profiles:required"}},
    }
    with pytest.raises(InvalidSpec, match="no first row could ever be made"):
        read_spec({"routes": routes}, ProjectName("shop"), lambda path: ".".join(map(str, path)))


def test_a_reference_that_is_the_key_does_not_change() -> None:
    plain = keyed(key="integer")
    for old, new, words in (
        (plain, keyed(), "from integer to user"),
        (keyed(), plain, "from user to integer"),
    ):
        with pytest.raises(InvalidSpec, match=words):
            check_same_keys(old, new)
    check_same_keys(keyed(), keyed("on_delete=cascade"))


def test_the_key_follows_its_field_and_stays() -> None:
    renamed = rename_field(keyed(), "profiles", "user", "person")
    assert renamed.routes[1].key == "person"
    assert renamed.routes[2].fields[0].target_column == "person_id"
    with pytest.raises(StillNeeded, match="'user' is the key of the rows"):
        remove_field(keyed(), "profiles", "user")
    with pytest.raises(InvalidSpec, match="Rows of route 'profiles' have the ids of rows of 'u"):
        remove_route(keyed(), "users", cascade=True)


def test_accounts_have_the_key_of_their_project() -> None:
    project = Spec(ProjectName("shop"), key="uuid")
    users = add_accounts(project, "users").routes[0]
    assert (users.key, users.id and users.id.type) == ("", "uuid")
    files = render_project(add_accounts(project, "users"))
    assert b"account_id: Mapped[UUID]" in files["api/models/Refresh_tokens_model.py"]
    assert b"AccountId = UUID" in files["api/helper/accounts/ids.py"]


def test_who_signs_in_or_owns_rows_is_called_by_no_text() -> None:
    with pytest.raises(InvalidSpec) as caught:
        add_accounts(Spec(ProjectName("shop"), key="string:max=20"), "users")
    told = caught.value.problems[0]
    assert told.message == "Route 'users' holds the accounts, which are called by numbers or UUIDs."
    assert told.hint == 'Give it "key": "uuid".'
    fields = {"user": "reference:to=users:required"}
    routes: dict[str, Any] = {"users": {"key": "string", "fields": {"name": "string"}}}
    routes["orders"] = {"owner": "user", "fields": fields}
    with pytest.raises(InvalidSpec) as caught:
        read_spec({"routes": routes}, ProjectName("shop"), str)
    assert "rows of users are called by texts" in caught.value.problems[0].message


def test_texts_that_stand_in_urls_as_parts_of_them_are_no_keys() -> None:
    fields = {"name": "string"}
    routes = {"pets": {"key": "string:max=9", "fields": fields, "subroutes": {"wild": {}}}}
    files = render_project(read_spec({"routes": routes}, ProjectName("zoo"), str))
    assert b'validate.NoneOf(["wild"], error=' in files["api/schemas/PostPets_schema.py"]
    assert b'exclude = ("id",)' in files["api/schemas/PutPets_schema.py"]
    assert "api/helper/keys.py" not in files  # which is of UUIDs


@pytest.mark.parametrize("owner", ["", "user"])
def test_what_is_shared_takes_ids_of_either_kind(owner: str) -> None:
    def rendered(**keys: Any) -> dict[str, bytes]:
        fields = {"name": "string", "user": "reference:to=users:required"}
        fields |= {"readers": "many:to=users"} if owner else {}
        routes: dict[str, Any] = {"users": {"fields": {"name": "string"}}}
        routes["orders"] = {"fields": fields, **keys} | ({"owner": owner} if owner else {})
        return render_project(read_spec({"routes": routes}, ProjectName("shop"), str))

    plain, keyed = rendered(), rendered(key="uuid")
    assert sorted(keyed.keys() - plain.keys()) == ["api/helper/keys.py", "tests/test_keys.py"]
    unlike = {path for path in plain if plain[path] != keyed[path]}
    shared = {path for path in unlike if "orders" not in path.lower() and path.endswith(".py")}
    assert shared == {IDS}


def test_the_kind_of_ids_comes_and_goes() -> None:
    plain, other = spec(), spec(tags="uuid")
    files = render_project(plain)
    there = {change.path: change.after for change in reconcile(files, plain, other).changes}
    assert b"Id = int | UUID | str" in (there[IDS] or b"")
    after = {name: text for name, text in (files | there).items() if text is not None}
    back = {change.path: change.after for change in reconcile(after, other, plain).changes}
    assert back[IDS] == files[IDS]
