"""What a refusal advises is something that can be done."""

from pathlib import Path

import pytest

from conftest import Ant

NOT_IN_THE_SPEC = [
    ("destroy", "route", "default"),
    ("rename", "route", "Default", "home"),
    ("generate", "field", "default", "name:string"),
    ("generate", "subroute", "default", "ping"),
]


@pytest.mark.parametrize("words", NOT_IN_THE_SPEC, ids=" ".join)
def test_the_route_that_every_project_has_is_said_to_be_there(
    ant: Ant, project: Path, words: tuple[str, ...]
) -> None:
    assert ant("generate", "route", "faults", "name:string", cwd=project).returncode == 0
    done = ant(*words, cwd=project)
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        "Error: Every project has the route 'default', and no command changes it.",
        "  Edit its code by hand, beginning with api/routes/default_route.py.",
    ]
    assert (project / "api/routes/default_route.py").exists()


@pytest.mark.parametrize(
    ("new", "why"),
    [("id", "every route has it already"), ("name_", "must neither begin nor end with '_'")],
)
def test_whoever_renames_a_field_is_not_advised_as_for_a_new_one(
    ant: Ant, project: Path, new: str, why: str
) -> None:
    assert ant("generate", "route", "users", "name:string", cwd=project).returncode == 0
    done = ant("rename", "field", "users", "name", new, cwd=project)
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        f"Error: Invalid field name '{new}' in route 'users' ({why}).",
        "  Give it another name.",
    ]
