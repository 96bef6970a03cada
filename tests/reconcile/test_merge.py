"""What one file comes to when a change is carried into it, and what is refused."""

import pytest

from ant.artifacts.project import render_project, render_shared
from ant.artifacts.registry import render_route
from ant.core.errors import CannotMerge
from ant.core.names.identifiers import parse_project_name
from ant.core.spec import Route, Spec, Subroute
from ant.core.spec_reader import read_spec
from ant.python_source.source import Source
from ant.reconcile.files import reconcile
from ant.reconcile.merge import merge
from ant.reconcile.upgrading.leftover import say_the_same
from corpus.growth import BASE, USERS, with_route

APP = "api/app.py"
MODELS = "api/startup/Alchemy.py"
SERVICE = "api/services/users_service.py"
ROUTE = "api/routes/users_route.py"
OLD = render_shared(BASE, [APP, MODELS])
NEW = render_shared(with_route(), [APP, MODELS])
BIGGER = USERS._replace(subroutes=(*USERS.subroutes, Subroute("photo", "POST")))


def edited(content: bytes, old: str, new: str) -> bytes:
    assert old in content.decode()
    return content.decode().replace(old, new).encode()


def refusal(path: str, current: bytes, old: bytes, new: bytes) -> str:
    with pytest.raises(CannotMerge) as caught:
        merge(path, current, old, new, frozenset({"routes.orders_route"}))
    return str(caught.value)


def layer(path: str, route: Route = USERS) -> bytes:
    return render_route(route)[path]


def test_an_untouched_file_becomes_the_new_rendering() -> None:
    assert merge(APP, OLD[APP], OLD[APP], NEW[APP]) == NEW[APP]


def test_what_somebody_has_added_by_hand_as_we_would_is_left_alone() -> None:
    by_hand = NEW[APP] + b"# mine\n"
    assert merge(APP, by_hand, OLD[APP], NEW[APP]) == by_hand
    service = layer(SERVICE, BIGGER) + b"# mine\n"
    assert merge(SERVICE, service, layer(SERVICE), layer(SERVICE, BIGGER)) == service


def test_what_is_added_may_need_what_is_added_behind_it() -> None:
    old = b"""import pytest


@pytest.fixture
def last() -> int:
    return 3
"""
    users = b"""

@pytest.fixture
def double(single: int) -> int:
    return 2 * single


@pytest.fixture
def single(last: int) -> int:
    return last


"""
    current = old.replace(b"return 3", b"return 4")
    new = old.replace(b"import pytest\n\n", b"import pytest\n\n" + users)
    merged = merge("tests/conftest.py", current, old, new)
    assert sorted(merged.split()) == sorted(new.replace(b"return 3", b"return 4").split())


def test_a_new_base_class_stands_before_what_inherits_from_it() -> None:
    old = b"""import json


class Lists:
    def rows(self) -> list[str]:
        return json.loads("[]")
"""
    new = old.replace(
        b"\n\nclass Lists:", b"\n\nclass Below:\n    name = 'x'\n\n\nclass Lists(Below):"
    )
    mine = old.replace(b"\n\n\nclass", b"\n\nMINE = 1\n\n\n# Of lists.\nclass")
    assert merge("a.py", mine, old, new) == edited(
        mine,
        "# Of lists.\nclass Lists:",
        "class Below:\n    name = 'x'\n\n\n# Of lists.\nclass Lists(Below):",
    )


def test_a_blueprint_that_a_list_registers_already_is_not_registered_twice() -> None:
    current = edited(
        NEW[APP],
        "    app.register_blueprint(default_bp)\n    app.register_blueprint(users_bp)\n"
        "    app.register_blueprint(orders_bp)\n",
        "    for each in [default_bp, users_bp, orders_bp]:\n"
        "        app.register_blueprint(each)\n",
    )
    assert merge(APP, current, OLD[APP], NEW[APP]) == current


def test_a_blueprint_used_in_a_way_we_cannot_follow_is_refused() -> None:
    current = edited(
        NEW[APP], "    app.register_blueprint(orders_bp)\n", "    print(orders_bp.name)\n"
    )
    assert "'orders_bp' is used here already" in refusal(APP, current, OLD[APP], NEW[APP])


def test_a_refusal_names_file_and_unit_and_has_every_line_to_write_by_hand() -> None:
    message = refusal(APP, OLD[APP] + b")\n", OLD[APP], NEW[APP])
    assert f"at {APP}, create_app: app.register_blueprint(orders_bp)" in message
    assert "Add this by hand:\n    from routes.orders_route import orders_bp" in message
    assert "Add this by hand:\n    app.register_blueprint(orders_bp)" in message


def test_a_method_with_a_comment_in_it_is_not_removed() -> None:
    grown = layer(SERVICE, BIGGER)
    current = edited(
        grown, '        return f"Successfully', '        # mine\n        return f"Succ'
    )
    current = current.replace(b'f"Succ created', b'f"Successfully created')
    message = refusal(SERVICE, current, grown, layer(SERVICE))
    assert "somebody has written a comment there" in message
    assert "at api/services/users_service.py, UsersService: create_photo" in message


def test_a_method_that_was_changed_is_not_removed() -> None:
    grown = layer(SERVICE, BIGGER)
    current = edited(grown, "created photo", "made photo")
    assert "create_photo is not as it was generated" in refusal(
        SERVICE, current, grown, layer(SERVICE)
    )


def test_a_method_that_is_still_used_is_not_removed() -> None:
    grown = layer(SERVICE, BIGGER)
    extra = "    def mine(self) -> str:\n        return self.create_photo(1)\n\n"
    current = edited(grown, "    def get_profile", f"{extra}    def get_profile")
    assert "create_photo is still used here" in refusal(SERVICE, current, grown, layer(SERVICE))


def test_what_its_owner_has_removed_already_stays_removed() -> None:
    grown = layer(SERVICE, BIGGER)
    current = layer(SERVICE) + b"# mine\n"
    assert merge(SERVICE, current, grown, layer(SERVICE)) == current


@pytest.mark.parametrize(
    "registration",
    [
        "app.register_blueprint(orders_bp, url_prefix='/o')",
        "app.register_blueprint(orders_bp)  # x",
    ],
)
def test_a_registration_that_was_changed_is_not_removed(registration: str) -> None:
    current = edited(NEW[APP], "app.register_blueprint(orders_bp)", registration)
    assert "Remove this by hand" in refusal(APP, current, NEW[APP], OLD[APP])


@pytest.mark.parametrize(
    ("imported", "used"),
    [
        ("import routes.orders_route as o", "o.orders_bp"),
        ("if True:\n    from routes.orders_route import orders_bp", "orders_bp"),
        ("from routes import orders_route", "orders_route.orders_bp"),
    ],
)
def test_a_route_whose_module_would_still_be_imported_is_not_removed(
    imported: str, used: str
) -> None:
    current = edited(NEW[APP], "from routes.orders_route import orders_bp", imported)
    current = edited(current, "blueprint(orders_bp)", f"blueprint({used})")
    assert "routes.orders_route" in refusal(APP, current, NEW[APP], OLD[APP])


def test_a_blueprint_that_is_used_elsewhere_keeps_its_route_from_being_removed() -> None:
    current = edited(NEW[APP], "    return app", "    print(orders_bp)\n    return app")
    assert "'orders_bp' is still used here" in refusal(APP, current, NEW[APP], OLD[APP])


def test_the_main_view_changes_its_method_and_keeps_what_is_around_it() -> None:
    old, new = layer(ROUTE), layer(ROUTE, USERS._replace(method="POST"))
    current = edited(old, "@users_bp.get", "# mine\n@users_bp.get")
    assert merge(ROUTE, current, old, new) == edited(new, "@users_bp", "# mine\n@users_bp")


def test_a_changed_main_view_is_not_replaced() -> None:
    old, new = layer(ROUTE), layer(ROUTE, USERS._replace(method="POST"))
    current = edited(old, "jsonify(myUsersService.get_users())", "jsonify(1)")
    assert "Change to this by hand" in refusal(ROUTE, current, old, new)


REPOSITORY = "api/repositories/users_repository.py"
LISTED = USERS._replace(subroutes=(*USERS.subroutes, Subroute("list")))


def test_an_import_that_only_a_removed_unit_needed_goes_with_it() -> None:
    here = edited(layer(REPOSITORY), "from sqlalchemy import select\n\n", "")
    mine = edited(here, "select(Users)", "Users.__table__.select()")
    grown = merge(REPOSITORY, mine, layer(REPOSITORY), layer(REPOSITORY, LISTED))
    assert b"import select" in grown
    assert merge(REPOSITORY, grown, layer(REPOSITORY, LISTED), layer(REPOSITORY)) == mine


@pytest.mark.parametrize(
    ("extra", "stays"),
    [
        ("", False),
        ("\n\ndef mine():\n    return select(1)\n", True),
        ("\n\n__all__ = ['select']\n", True),
        ("\n\ndef mine():\n    from sqlalchemy import select\n\n    return select(1)\n", False),
    ],
)
def test_an_import_stays_where_its_owner_uses_it(extra: str, stays: bool) -> None:
    here = edited(layer(REPOSITORY), "from sqlalchemy import select\n\n", "")
    mine = edited(here, "select(Users)", "Users.__table__.select()")
    grown = merge(REPOSITORY, mine, layer(REPOSITORY), layer(REPOSITORY, LISTED)) + extra.encode()
    shrunk = merge(REPOSITORY, grown, layer(REPOSITORY, LISTED), layer(REPOSITORY))
    assert shrunk.split(b"\nclass")[0].count(b"from sqlalchemy import select") == stays
    assert shrunk.endswith(extra.encode())


def test_an_import_under_its_owners_name_stays() -> None:
    here = edited(layer(SERVICE), "\nfrom repositories", "\nfrom typing import Any as A\n\nfrom rep"
                  "ositories")  # fmt: skip
    grown = merge(SERVICE, here, layer(SERVICE), layer(SERVICE, BIGGER))
    assert merge(SERVICE, grown, layer(SERVICE, BIGGER), layer(SERVICE)) == here


def test_a_helper_and_a_schema_that_the_owner_uses_stay_imported() -> None:
    mine = "\n\n@users_bp.post('/mine')\ndef mine():\n    return load_body(PostUsersSchema())\n"
    grown = layer(ROUTE, BIGGER) + mine.encode()
    shrunk = merge(ROUTE, grown, layer(ROUTE, BIGGER), layer(ROUTE))
    assert b"import load_body\nfrom schemas.PostUsers_schema import PostUsersSchema\n" in shrunk
    assert b"create_photo" not in shrunk


def test_a_refusal_names_imports_of_a_module_and_of_what_is_in_it() -> None:
    old = b"from typing import Any\n\nVALUE = 1\n"
    new = b"import enum\nfrom enum import Enum\n\nVALUE = enum.auto() or Enum\n"
    told = refusal("api/values.py", old.replace(b"1", b"2"), old, new)
    assert "import enum" in told
    assert "from enum import Enum" in told


CONSTANTS = b"""LIMIT = 1
PATHS = (
    "a",
    "b",
)  # in their order
"""


def test_what_a_module_gives_a_variable_is_replaced_where_it_stands() -> None:
    own = edited(CONSTANTS, "LIMIT = 1", "LIMIT = 2  # mine")
    new = edited(CONSTANTS, '    "b",', '    "c",')
    assert merge(APP, own, CONSTANTS, new) == edited(own, '    "b",', '    "c",')
    assert merge(APP, edited(own, '    "b",', '    "c",'), CONSTANTS, new) == edited(
        own, '    "b",', '    "c",'
    )


@pytest.mark.parametrize(
    ("old", "mine"), [('"a",', '"own",'), ('"a",', '"a",  # why'), ("PATHS", "PLACES")]
)
def test_what_somebody_else_gave_the_variable_is_not_replaced(old: str, mine: str) -> None:
    new = edited(CONSTANTS, '    "b",', '    "c",')
    assert "Change to this by hand:\n    PATHS = (\n" in refusal(
        APP, edited(CONSTANTS, old, mine), CONSTANTS, new
    )


FACTORY = b"""from factories import Factory

users_factory = Factory(
    "users",
)
"""
WITH_CLASS = b"""from factories import Factory


class UsersFactory(Factory):
    text = ""


users_factory = UsersFactory(
    "users",
)
"""


@pytest.mark.parametrize("unit", ["    ", "\t"])
@pytest.mark.parametrize("mine", ["", "\n\ndef mine():\n    return 1\n"])
def test_a_class_comes_before_the_variable_that_is_made_of_it_and_goes_again(
    mine: str, unit: str
) -> None:
    here, there = (
        (version.decode() + mine).replace("    ", unit).encode()
        for version in (FACTORY, WITH_CLASS)
    )
    assert merge(APP, here, FACTORY, WITH_CLASS) == there
    assert merge(APP, there, WITH_CLASS, FACTORY) == here


LONG = "from factories import " + ", ".join(f"name_{number}" for number in range(9)) + "\n"
REST = "\n\ndef first(): ...\n"


def test_an_import_that_gets_too_long_has_a_line_for_each_name_until_it_fits_again() -> None:
    old, mine = (LONG + REST).encode(), b"\n\ndef mine(): ...\n"
    longer = LONG.replace("\n", ", stranger\n")
    new = f"{longer}{REST}\n\ndef second():\n    return stranger\n".encode()
    grown = merge(APP, old + mine, old, new)
    assert grown.startswith(b"from factories import (\n    name_0,\n")
    assert b"    name_8,\n    stranger,\n)\n" in grown
    assert merge(APP, grown, new, old) == old + mine


ORDERS = {"user": "reference:required:to=users", "total": "decimal"}
OWN_HEAD = b"# Somebody's licence\n"
OWN_END = b"\n\ndef of_ones_own() -> int:\n    return 1\n\n# the end\n"


def shop(key: str = "", **words: object) -> Spec:
    """Two routes, of which one has words, and a third one if it shall have a key."""
    routes = {"users": {"fields": {"name": "string"}}, "orders": {"fields": ORDERS, **words}}
    routes |= {"notes": {"key": key, "fields": {"text": "text"}}} if key else {}
    said: dict[str, object] = {"routes": routes}
    return read_spec(said, parse_project_name("shop"), str)


@pytest.mark.parametrize(
    "wanted",
    [
        shop()._replace(json_keys="camelCase"),
        shop(table="bills"),
        shop(delete="soft"),
        shop(owner="user"),
        shop(key="uuid"),
    ],
    ids=["json", "table", "delete", "owner", "key"],
)
def test_a_word_comes_into_shared_files_with_a_head_and_an_end_of_ones_own(wanted: Spec) -> None:
    listing = {APP, MODELS}  # in which routes stand in another order behind what is one's own
    tree = {
        path: OWN_HEAD + text + OWN_END if path.endswith(".py") else text
        for path, text in render_project(shop()).items()
    }
    new = render_project(wanted)
    for change in reconcile(tree, shop(), wanted).changes:
        path, after = change.path, change.after
        is_shared = path.endswith(".py") and path not in listing and "rders" not in path
        if is_shared and path in tree and after is not None:
            assert say_the_same(Source(after), Source(new[path] + OWN_END)), path
            assert after.startswith(OWN_HEAD) and after.endswith(b"\n# the end\n"), path
