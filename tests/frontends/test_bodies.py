"""What a client sends is checked through the route's schema before the service sees it."""

from pathlib import Path

import pytest

from conftest import Ant
from support.grown import ask

SCHEMA = "api/schemas/PostUsers_schema.py"
METHODS = {"POST": ("create", "created"), "PUT": ("swap", "updated"), "PATCH": ("mend", "patched")}


@pytest.fixture
def users(ant: Ant, project: Path) -> Path:
    """A project with a route and a subroute for each method that brings data."""
    assert ant("generate", "route", "users", cwd=project).returncode == 0
    for method, (name, _) in METHODS.items():
        done = ant("generate", "subroute", "users", name, "--type", method, cwd=project)
        assert done.returncode == 0, done.stderr
    return project


@pytest.mark.slow
def test_a_stub_takes_any_object_as_it_is(users: Path, project_python: Path) -> None:
    bodies: list[dict[str, object]] = [
        {"a": 1}, {}, {"model": "x"}, {"a.b": {"c": [1.5, None]}, "é": True}, {"": 10**30},
        {"name": "x", "price": 1, "model": "m", "a": 0},
    ]  # fmt: skip
    for method, (name, done) in METHODS.items():
        asked = [(method, f"/users/{name}", body) for body in bodies]
        assert ask(project_python, users, *asked) == [
            (200, f"Successfully {done} {name} for users with data: {body}") for body in bodies
        ]


@pytest.mark.slow
def test_what_is_no_object_or_of_a_wrong_type_is_a_400_that_names_it(
    users: Path, project_python: Path
) -> None:
    wrong: dict[str, list[object]] = {
        "model: Not a valid string.": [{"model": 7}, {"model": ["x"], "a": 1}],
        "model: Field may not be null.": [{"model": None}],
    }
    for reason, bodies in wrong.items():
        asked = [("POST", "/users/create", body) for body in bodies]
        for status, answer in ask(project_python, users, *asked):
            assert (status, answer["message"]) == (400, f"Invalid input: {reason}")
            assert list(answer["errors"]) == [reason.partition(":")[0]]
    others: list[object] = [[], [{"a": 1}], "text", 7, True]
    for status, answer in ask(
        project_python, users, *(("POST", "/users/create", o) for o in others)
    ):
        assert (status, answer) == (400, {"message": "The body must be a JSON object."})


def test_a_schema_of_ones_own_decides(users: Path, project_python: Path) -> None:
    (users / SCHEMA).write_text(
        "from marshmallow import Schema, fields\n\n\n"
        "class PostUsersSchema(Schema):\n    age = fields.Integer(required=True)\n"
    )
    answers = ask(
        project_python, users, ("POST", "/users/create", {"age": "7"}),
        ("POST", "/users/create", {"a": 1}),
    )  # fmt: skip
    assert answers[0] == (200, "Successfully created create for users with data: {'age': 7}")
    assert answers[1][0] == 400
    assert sorted(answers[1][1]["errors"]) == ["a", "age"]


@pytest.mark.parametrize("removed", [SCHEMA, "api/helper/functions/load_body.py"])
def test_a_route_without_what_checks_goes_on_without(
    ant: Ant, project: Path, project_python: Path, removed: str
) -> None:
    assert ant("generate", "route", "users", cwd=project).returncode == 0
    (project / removed).unlink()
    done = ant("generate", "subroute", "users", "create", "--type", "POST", cwd=project)
    assert done.returncode == 0, done.stderr
    assert not (project / removed).exists()
    (answer,) = ask(project_python, project, ("POST", "/users/create", [1]))
    assert answer == (200, "Successfully created create for users with data: [1]")
    assert ant("destroy", "subroute", "users", "create", cwd=project).returncode == 0


def test_a_pattern_is_told_as_the_spec_says_it(
    ant: Ant, project: Path, project_python: Path
) -> None:
    fields = ("code:string:pattern=^[a-z]+$", r"path:string:pattern=^(a$|\\Z+)")
    words = ("generate", "route", "tags", *fields, "--key", "string:max=20")
    assert ant(*words, cwd=project).returncode == 0
    (answer,) = ask(
        project_python, project, ("POST", "/tags", {"id": "a b", "code": "a\n", "path": "b"})
    )
    assert (answer[0], answer[1]["errors"]) == (
        400,
        {
            "id": ["Must match ^[A-Za-z0-9][A-Za-z0-9._~:@-]*$"],
            "code": ["Must match ^[a-z]+$"],
            "path": [r"Must match ^(a$|\\Z+)"],
        },
    )
