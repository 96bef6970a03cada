"""What was changed in a generated file is told unit by unit."""

import pytest

from ant.artifacts.registry import render_route
from ant.reconcile.user_edits import edit_problems
from corpus.growth import USERS

SERVICE = "api/services/users_service.py"
MODEL = "api/models/Users_model.py"
ROUTE = "api/routes/users_route.py"
FILES = render_route(USERS)
GET = "    def get_users(self)"


def told(path: str, old: str, new: str) -> list[str]:
    """What is told of a file in which one text became another."""
    text = FILES[path].decode()
    assert old in text
    problems = edit_problems(path, text.replace(old, new, 1).encode(), FILES[path])
    assert all(problem.hint for problem in problems)
    return [problem.message.removeprefix(path) for problem in problems]


@pytest.mark.parametrize(
    ("path", "old", "new", "expected"),
    [
        (SERVICE, "users route is", "mine is", ", UsersService: get_users is not as it was"),
        (SERVICE, GET, f"    def archive(self): ...\n\n{GET}",
         ", UsersService: archive was added by hand."),
        (SERVICE, GET, "    def other(self)", ", UsersService: other was added by hand."),
        (SERVICE, "class UsersService:", "class UsersService(object):",
         ", UsersService is not as it was generated."),
        (SERVICE, "What can be done", "All", ", UsersService: the docstring is not as it was"),
        (SERVICE, '"""The business', '"""All', ", the docstring is not as it was"),
        (SERVICE, "\n\n\nmyUsers", "\n\nimport os as system\n\n\nmyUsers",
         ", 'import os as system' was added by hand."),
        (SERVICE, "myUsersService = UsersService()", "myUsersService = None",
         ", myUsersService is not as it was generated."),
        (SERVICE, "UsersRepository, my", "UsersRepository as R, my",
         ", 'from repositories.users_repository import UsersRepository as R' was added by hand."),
        (MODEL, "(Text)\n", "(Text)\n    age: Mapped[int]\n", ", Users: age was added by hand."),
        (MODEL, "mapped_column(Text)", "mapped_column(Text, index=True)",
         ", Users: model is not as it was generated."),
        (ROUTE, '@users_bp.get("/profile")\n', '@users_bp.get("/profile")\n@guarded\n',
         ", get_profile is not as it was generated."),
        (ROUTE, "\n\n\n@users_bp", "\n\nusers_bp.before_request(" + "f" * 80 + ")\n\n@users_bp",
         f", 'users_bp.before_request({'f' * 36}...' was added by hand."),
    ],
)  # fmt: skip
def test_each_unit_is_named(path: str, old: str, new: str, expected: str) -> None:
    assert told(path, old, new)[0].startswith(expected)


def test_everything_is_named_in_the_order_of_the_file() -> None:
    text = FILES[SERVICE].decode().replace("    def get_profile", "    def profile")
    current = text.replace("is working!", "works!", 1).encode()
    messages = [problem.message for problem in edit_problems(SERVICE, current, FILES[SERVICE])]
    assert messages == [
        f"{SERVICE}, UsersService: get_users is not as it was generated.",
        f"{SERVICE}, UsersService: profile was added by hand.",
        f"{SERVICE}, UsersService: get_profile was removed by hand.",
    ]


def test_a_class_that_is_gone_says_it_all() -> None:
    current = FILES[MODEL].split(b"@dataclass")[0]
    (problem,) = edit_problems(MODEL, current, FILES[MODEL])
    assert problem.message == f"{MODEL}, Users was removed by hand."


@pytest.mark.parametrize(("old", "new"), [("\n", "\r\n"), ("    def", "    # mine\n    def")])
def test_comments_and_layout_are_named_where_nothing_else_is_different(old: str, new: str) -> None:
    assert told(SERVICE, old, new) == [": comments or layout are not as they were generated."]


@pytest.mark.parametrize(
    ("path", "content", "expected"),
    [
        (SERVICE, b"def (", "is no Python that we can read"),
        ("api/mocks/users.json", b"[]", "'api/mocks/users.json' is not as it was generated."),
    ],
)
def test_what_cannot_be_taken_apart_is_named_whole(
    path: str, content: bytes, expected: str
) -> None:
    (problem,) = edit_problems(path, content, b"")
    assert expected in problem.message
