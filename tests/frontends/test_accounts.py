"""``ant generate auth`` and ``ant user``: accounts added, said in a spec, and taken back."""

import json
import subprocess
from pathlib import Path

import pytest

from conftest import Ant
from support.grown import project_files
from support.said import done

AUTH = "api/routes/auth_route.py"
USERS = ("email:email:required:unique", "password:password:required", "age:integer")


def edit(project: Path, path: str, old: str, new: str) -> None:
    text = (project / path).read_text()
    assert old in text
    (project / path).write_text(text.replace(old, new, 1))


@pytest.mark.slow
def test_accounts_come_with_a_route_and_go_again(ant: Ant, project: Path) -> None:
    before = project_files(project)
    told = done(ant, project, "generate", "auth")
    assert told.splitlines() == [
        "Successfully generated accounts, which are rows of 'users'!",
        "Make the first one with: ant user create EMAIL --role admin",
    ]
    assert (project / AUTH).exists() and (project / "api/routes/users_route.py").exists()
    assert "argon2-cffi" in (project / "requirements.txt").read_text()
    assert "POST /auth/login auth_bp.login" in " ".join(done(ant, project, "routes").split())
    assert done(ant, project, "generate", "auth") == "Nothing to do.\n"
    done(ant, project, "undo")
    assert project_files(project) == before


def test_accounts_are_built_on_a_route_that_fits(ant: Ant, project: Path) -> None:
    done(ant, project, "generate", "route", "members", *USERS)
    for path, line in {
        "requirements.txt": "qrcode\n",
        "api/routes/members_route.py": "# mine\n",
    }.items():
        (project / path).write_text((project / path).read_text() + line)
    done(ant, project, "generate", "auth", "--route", "Members")
    fields = json.loads((project / "ant.json").read_text())["routes"]["members"]["fields"]
    assert [*fields] == ["email", "password", "age", "roles", "verified_at", "disabled"]
    assert "qrcode" in (project / "requirements.txt").read_text()
    route = (project / "api/routes/members_route.py").read_text()
    assert route.endswith("# mine\n") and route.count('@role_required("admin")') == 6
    migration = (project / "api/migrations/versions").glob("0003_*.py")
    assert '"members.id"' in next(migration).read_text()


@pytest.mark.slow
def test_a_spec_says_it_and_apply_carries_it_both_ways(ant: Ant, project: Path) -> None:
    done(ant, project, "generate", "route", "users", *USERS)
    edit(project, "ant.json", '"users": {', '"users": {\n      "accounts": true,')
    done(ant, project, "apply")
    assert (project / AUTH).exists()
    edit(project, "ant.json", '      "accounts": true,\n', "")
    run = ant("apply", cwd=project)
    assert run.returncode == 1 and "refresh_tokens" in run.stderr
    done(ant, project, "apply", "--yes")
    assert not (project / AUTH).exists()
    assert "argon2-cffi" not in (project / "requirements.txt").read_text()
    assert "scrypt" in (project / "api/helper/functions/hashed.py").read_text()


@pytest.mark.slow
def test_accounts_are_renamed_and_destroyed_with_their_route(ant: Ant, project: Path) -> None:
    done(ant, project, "generate", "auth")
    done(ant, project, "rename", "route", "users", "members")
    assert "from models.Members_model" in (project / "api/repositories/accounts.py").read_text()
    done(ant, project, "destroy", "route", "members", "--yes")
    assert not (project / AUTH).exists()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("users", "name:string"), "Route 'users' has no field 'email', which accounts need."),
        (("auth", "name:string"), "Route 'auth' has a name that the code of accounts needs."),
    ],
)
def test_what_does_not_fit_changes_nothing(
    ant: Ant, project: Path, words: tuple[str, ...], told: str
) -> None:
    done(ant, project, "generate", "route", *words)
    before = project_files(project)
    run = ant("generate", "auth", cwd=project)
    assert run.returncode == 1 and told in run.stderr
    assert project_files(project) == before


def test_without_accounts_there_are_no_users_to_work_on(ant: Ant, project: Path) -> None:
    run = ant("user", "list", cwd=project)
    assert (run.returncode, run.stdout) == (1, "")
    assert run.stderr.splitlines() == [
        "Error: This project has no accounts.",
        "  Add them: ant generate auth",
    ]


@pytest.mark.slow
def test_a_user_is_made_and_the_password_comes_from_a_pipe(
    ant_path: Path, ant: Ant, project: Path, project_python: Path
) -> None:
    done(ant, project, "generate", "auth")
    (project / ".venv").symlink_to(project_python.parent.parent)

    def user(*words: str, given: str = "") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [ant_path, "user", *words], cwd=project, input=given, text=True, capture_output=True,
            check=False,
        )  # fmt: skip

    made = user("create", "ann@example.com", "--role", "admin", given="a good password\n")
    assert (made.returncode, made.stdout) == (0, "Account 1 of ann@example.com is made.\n")
    assert user("list").stdout == "1\tann@example.com\tactive\tadmin\n"
    assert user("disable", "nobody@example.com").returncode == 1
