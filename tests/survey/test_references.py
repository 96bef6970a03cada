"""Finding what uses a route or a subroute that is about to go."""

import pytest

from ant.artifacts.project import render_project
from ant.core.spec import Spec, Subroute
from ant.survey.references import Unread, find_references, find_unread
from ant.survey.removed_names import RemovedNames, find_removed
from corpus.growth import BASE, with_subroutes

NO_ROUTES = BASE._replace(routes=())
PHOTO = with_subroutes(Subroute("photo", "POST"), Subroute("old", "GET"))
PATH = "api/services/mine.py"


def going(old: Spec, new: Spec) -> RemovedNames:
    before, after = render_project(old), render_project(new)
    return find_removed(old, new, set(before) - set(after))


ROUTE = going(BASE, NO_ROUTES)
SUBROUTES = going(PHOTO, BASE)


def used(removed: RemovedNames, text: str, path: str = PATH) -> list[tuple[int, str]]:
    found = find_references({path: text.encode()}, removed)
    assert all(reference.file == path for reference in found)
    return [(reference.line, reference.name) for reference in found]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("from services.users_service import myUsersService", "services.users_service"),
        ("from api.services.users_service import UsersService", "services.users_service"),
        ("from services import users_service", "services.users_service"),
        ("from .users_service import UsersService", "services.users_service"),
        ("from ..models.Users_model import Users", "models.Users_model"),
        ("import repositories.users_repository as r", "repositories.users_repository"),
        ("if x:\n  def f():\n    from routes.users_route import users_bp", "routes.users_route"),
        ("import_module('schemas.PostUsers_schema')", "schemas.PostUsers_schema"),
        ("patch('services.users_service.myUsersService')", "services.users_service"),
        ("owner = Column(ForeignKey('users.id'))", "the table 'users'"),
        ("owner = Column(sqlalchemy.ForeignKey(column='public.users.id'))", "the table 'users'"),
        ("ForeignKeyConstraint(['a'], ['users.id'])", "the table 'users'"),
        ("owner: Mapped['Users'] = relationship('Users')", "the model Users"),
        ("many = relationship(secondary='users')", "the model Users"),
        ("url_for('users.get_users')", "the endpoint 'users.get_users'"),
    ],
)
def test_what_uses_a_route_is_found(text: str, name: str) -> None:
    line = len(text.splitlines()) + 1
    assert used(ROUTE, f'"""Mine."""\n{text}\n') == [(line, name)]


def test_a_text_without_a_dot_is_no_module() -> None:
    removed = ROUTE._replace(modules=frozenset({"issuer"}))
    assert used(removed, 'metadata["issuer"]') == []
    assert used(removed, "import issuer") == [(1, "issuer")]
    assert used(removed, 'patch("issuer.serve")') == [(1, "issuer")]


@pytest.mark.parametrize(
    "text",
    [
        "from services.orders_service import users_service",
        "from services.users_services import x",
        "import users_service",
        "users = 'users'; x = 'users.id'",
        "ForeignKey('orders.users')",
        "ForeignKey('users_old.id')",
        "relationship('UsersOld')",
        "url_for('users_old.x')",
        "load_mock('users/profile')",  # no mock of this route goes
        "x = 'see services.users_service'",
        "def (: services.users_service",
    ],
)
def test_what_only_looks_like_it_is_not(text: str) -> None:
    assert used(ROUTE, text) == []


@pytest.mark.parametrize(
    ("text", "line", "name"),
    [
        ("from services.users_service import myUsersService\nmyUsersService.get_old()", 2,
         "myUsersService.get_old"),
        ("from services.users_service import myUsersService as s\nx = s.create_photo", 2,
         "s.create_photo"),
        ("import services.users_service\nservices.users_service.myUsersService.get_old()", 2,
         "services.users_service.myUsersService.get_old"),
        ("from services.users_service import UsersService\n"
         "def f(s: UsersService): s.get_old()", 2, "s.get_old"),
        ("from services.users_service import UsersService\nUsersService().get_old()", 2,
         "UsersService().get_old"),
        ("from repositories.users_repository import myUsersRepository\n"
         "class A:\n  def f(self): self.repository.add_photo(1)", 3, "self.repository.add_photo"),
        ("from services.users_service import myUsersService\n"
         "monkeypatch.setattr(myUsersService, 'get_old', None)", 2, "'get_old'"),
        ("from routes.users_route import create_photo", 1, "routes.users_route.create_photo"),
        ("patch('services.users_service.myUsersService.get_old')", 1,
         "services.users_service.myUsersService.get_old"),
        ("url_for('users.create_photo')", 1, "the endpoint 'users.create_photo'"),
    ],
)  # fmt: skip
def test_what_uses_a_subroute_is_found(text: str, line: int, name: str) -> None:
    assert used(SUBROUTES, text) == [(line, name)]


@pytest.mark.parametrize(
    "text",
    [
        "from services.users_service import myUsersService\nmyUsersService.get_profile()",
        "from services.orders_service import myOrdersService\nmyOrdersService.get_old()",
        "from services.users_service import a\nfrom services.orders_service import b\nb.get_old()",
        "from services.users_service import a\nclass B:\n  def f(self): self.get_old()",
        "thing.get_old()",
        "from routes.users_route import users_bp\n\ndef create_photo(): ...",
    ],
)
def test_methods_of_others_are_not(text: str) -> None:
    assert used(SUBROUTES, text) == []


def test_the_routes_own_files_count_as_well() -> None:
    text = "class UsersService:\n    def mine(self):\n        return self.create_photo(1)\n"
    assert used(SUBROUTES, text, "api/services/users_service.py") == [(3, "self.create_photo")]
    text = "def create_photo(): ...\n\n\nprint(create_photo)\n"
    assert used(SUBROUTES, text, "api/routes/users_route.py") == [(4, "create_photo()")]


def test_a_mock_that_goes_is_found() -> None:
    removed = find_removed(BASE, BASE, {"api/mocks/users/old.json"})
    assert used(removed, "load_mock('users/old')\nload_mock('users/new')") == [
        (1, "the mock 'users/old'")
    ]


def test_nothing_that_is_generated_uses_what_is_gone() -> None:
    for old, new, removed in ((BASE, NO_ROUTES, ROUTE), (PHOTO, BASE, SUBROUTES)):
        assert find_references(render_project(new), removed) == []
        assert find_references(render_project(old), removed) != []


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"x = 1\n<<<<<<< HEAD\nx = 2\n", 2),
        (b"def (: services.users_service", 1),
        (b"\n\ndef f(:\n    pass\n", 3),
        (b"x = '\xff'\n", 1),
        (b"x = 1\n\0", 1),
    ],
)
def test_what_is_no_python_is_named_with_its_line(content: bytes, line: int) -> None:
    assert find_unread({PATH: content, "api/fine.py": b"x = 1\n"}) == [Unread(PATH, line)]


def test_where_nothing_goes_there_is_nothing_to_look_for() -> None:
    assert going(BASE, PHOTO).clues == set()
