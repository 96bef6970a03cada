"""Whoever has to change a line for a new name is told what to write."""

import shutil
from pathlib import Path

import pytest

from conftest import GrownProject
from support.runners import Forked

OWN = "api/helper/own.py"
FIELD = ("rename", "field", "users", "phone", "mobile")
ROUTE = ("rename", "route", "users", "people")


@pytest.fixture(scope="module")
def grown(grown_project: GrownProject) -> Path:
    """A project with a route that has fields and a subroute."""
    return grown_project(
        ("generate", "route", "users", "phone:string", "name:string"),
        ("generate", "subroute", "users", "photo"),
    )


@pytest.fixture
def project(grown: Path, tmp_path: Path) -> Path:
    """One of one's own."""
    return Path(shutil.copytree(grown, tmp_path / "my-api"))


def hints(said: str, path: str) -> list[str]:
    """What is said of the lines of a file, in one line each."""
    problems = said.replace("By hand: ", "Error: ").split("Error: ")
    mine = [problem for problem in problems if problem.startswith(f"{path}:")]
    return [" ".join(line.strip() for line in problem.splitlines()[1:]) for problem in mine]


@pytest.mark.parametrize(
    ("line", "hint"),
    [
        ("    return user.phone", "Change that line to: return user.mobile"),
        ("    return Users(phone=other)", "Change that line to: return Users(mobile=other)"),
        (
            "    return getattr(user, 'phone')",
            "Change that line to: return getattr(user, 'mobile')",
        ),
        (
            "    return {'phone__gte': user}",
            "Change that line: write 'mobile' in place of 'phone'.",
        ),
        (
            "    phone = user.phone",
            "Change that line: write 'mobile' in place of 'phone'.",
        ),
    ],
)
@pytest.mark.parametrize("by_hand", [False, True])
def test_a_field(forked_ant: Forked, project: Path, line: str, hint: str, by_hand: bool) -> None:
    text = f"from models.Users_model import Users\n\n\ndef show(user, other):\n{line}\n"
    (project / OWN).write_text(text)
    done = forked_ant.run(project, *FIELD, *(["--by-hand"] if by_hand else []))
    assert done.code == (0 if by_hand else 1)
    (told,) = hints(done.stdout if by_hand else done.stderr, OWN)
    assert told.startswith(hint), told
    if hint.startswith("Change that line to: ") and by_hand:
        (project / OWN).write_text(text.replace(line.strip(), hint.partition(": ")[2]))
        assert forked_ant.run(project, "apply").stdout == "Nothing to do.\n"
        assert "phone" not in (project / OWN).read_text()


@pytest.mark.parametrize(
    ("line", "hint"),
    [
        (
            "from services.users_service import myUsersService",
            "Change that line to: from services.people_service import myPeopleService",
        ),
        (
            "from services.users_service import myUsersService as users",
            "Change that line: write 'people_service' in place of 'users_service'",
        ),
        (
            "import services.users_service as s",
            "Change that line to: import services.people_service as s",
        ),
        ("URL = '/users'", "Change that line to: URL = '/people'"),
        ("users = '/users'", "Change that line: write 'people' in place of 'users'."),
        ("SQL = 'SELECT * FROM users'", "Change that line to: SQL = 'SELECT * FROM people'"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("by_hand", [False, True])
def test_a_route(forked_ant: Forked, project: Path, line: str, hint: str, by_hand: bool) -> None:
    (project / OWN).write_text(f"{line}\n")
    done = forked_ant.run(project, *ROUTE, *(["--by-hand"] if by_hand else []))
    assert done.code == (0 if by_hand else 1)
    (told,) = hints(done.stdout if by_hand else done.stderr, OWN)
    assert told.startswith(hint), told


def test_a_line_of_ones_own_in_a_generated_file(forked_ant: Forked, project: Path) -> None:
    service = project / "api/services/users_service.py"
    text = service.read_text()
    own = '\n\nLABEL = "all users"\n\n\ndef called(api):\n    return api.get_users_of("x")\n'
    service.write_text(text + own)
    done = forked_ant.run(project, *ROUTE, "--by-hand")
    assert done.code == 0
    told = hints(done.stdout, "api/services/people_service.py")
    assert told[0] == 'Change that line to: LABEL = "all people"'


def test_what_goes_has_no_new_name(forked_ant: Forked, project: Path) -> None:
    (project / OWN).write_text("URL = '/users'\n")
    done = forked_ant.run(project, "destroy", "route", "users", "--yes")
    assert hints(done.stderr, OWN)[0].startswith("Change that line.")


def test_apply_names_them_as_well(forked_ant: Forked, project: Path) -> None:
    (project / OWN).write_text("URL = '/users'\n")
    manifest = project / "ant.json"
    manifest.write_text(manifest.read_text().replace('"users"', '"people"'))
    done = forked_ant.run(project, "apply", "--renamed", "users=people", "--by-hand")
    assert hints(done.stdout, OWN) == ["Change that line to: URL = '/people'"]
