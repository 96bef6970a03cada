"""In which way the files of a route are written."""

import pytest

from ant.artifacts.paths import ALCHEMY, LOAD_BODY
from ant.artifacts.project import render_project
from ant.core.spec import Route, Spec, Subroute
from ant.operations.add_route import add_route
from ant.operations.add_subroute import add_subroute
from ant.operations.new_project import new_project
from ant.survey.dialect import in_dialect
from ant.survey.mocks import mock_paths

EMPTY = new_project("shop")
POSTS = add_route(EMPTY, "user_posts")
MORE = add_subroute(POSTS, "user_posts", Subroute("new"))
OURS = render_project(MORE)
MODEL, SERVICE = "api/models/User_posts_model.py", "api/services/user_posts_service.py"
OLD_MODEL = b"class User_posts(Base):\n    id: int = Column(Integer)\n"


def route(tree: dict[str, bytes], old: Spec, new: Spec) -> Route:
    before, after = in_dialect(tree, old, new)
    assert (before, after) == (before._replace(name=old.name), after._replace(name=new.name))
    for other in before.routes:
        assert (other.names.class_name, other.plain_columns) == (
            after.routes[0].names.class_name, after.routes[0].plain_columns,
        )  # fmt: skip
    return after.routes[0]


def test_what_we_wrote_goes_on_as_we_write() -> None:
    found = route(OURS, POSTS, MORE)
    assert (found.names.class_name, found.plain_columns) == ("UserPosts", False)


@pytest.mark.parametrize("path", [MODEL, SERVICE, "api/repositories/user_posts_repository.py"])
def test_capitalized_classes_are_found_in_any_layer(path: str) -> None:
    tree = {path: b"class User_posts: ...\nclass User_postsService: ...\n"}
    assert route(tree, POSTS, MORE).names.service_class == "User_postsService"


def test_both_kinds_of_names_leave_ours() -> None:
    tree = {MODEL: OLD_MODEL, SERVICE: b"class UserPostsService: ..."}
    assert route(tree, POSTS, MORE).names.class_name == "UserPosts"


def test_a_model_in_plain_columns_stays_one() -> None:
    assert route({MODEL: OLD_MODEL}, POSTS, MORE).plain_columns


@pytest.mark.parametrize(
    ("alchemy", "plain"),
    [
        (b"Base = declarative_base()", True),
        (b"Base = orm.declarative_base(cls=X)", True),
        (b"class Base(DeclarativeBase): ...", False),
        (b"def :", False),
    ],
)
def test_a_new_model_fits_the_base_of_the_project(alchemy: bytes, plain: bool) -> None:
    found = route({ALCHEMY: alchemy}, EMPTY, POSTS)
    assert (found.names.class_name, found.plain_columns) == ("UserPosts", plain)


def test_a_route_that_does_not_change_is_not_looked_at() -> None:
    new = add_route(POSTS, "items")
    _, after = in_dialect({ALCHEMY: b"", MODEL: OLD_MODEL}, POSTS, new)
    assert after.routes[0] is new.routes[0]


def test_only_mocks_inside_the_folder_are_read() -> None:
    service = (
        b"from helper.functions.load_mock import load_mock as load\n"
        b'load("a")\nload("b/c")\nload("../../../etc/passwd")\nload(name)\nload()\nother("d")\n'
    )
    assert mock_paths({"api/services/a_service.py": service, "api/app.py": service}) == [
        "api/mocks/a.json", "api/mocks/b/c.json",
    ]  # fmt: skip


LOADS = {LOAD_BODY: b"def load_body(schema): ...\n"}
SCHEMA = {"api/schemas/PostUserPosts_schema.py": b"class PostUserPostsSchema(Schema): ...\n"}


@pytest.mark.parametrize(
    ("tree", "loads"),
    [
        (OURS, True),
        (LOADS | SCHEMA, True),
        (LOADS, False),
        (SCHEMA, False),
        (LOADS | dict.fromkeys(SCHEMA, b"class Other(Schema): ..."), False),
        (SCHEMA | {LOAD_BODY: b"def other(): ..."}, False),
    ],
)
def test_a_route_checks_bodies_where_its_schema_and_what_loads_them_are(
    tree: dict[str, bytes], loads: bool
) -> None:
    assert route(tree, POSTS, MORE).loads_bodies == loads


@pytest.mark.parametrize(("tree", "loads"), [(LOADS, True), ({}, False)])
def test_a_new_route_checks_bodies_where_the_project_can(
    tree: dict[str, bytes], loads: bool
) -> None:
    assert route(tree, EMPTY, POSTS).loads_bodies == loads
