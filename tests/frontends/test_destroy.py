"""``ant destroy`` where people have changed what goes, or use it: refused, or forced."""

import json
import subprocess
from pathlib import Path

import pytest

from conftest import Ant
from support.grown import ask, code_files, project_files
from support.trees import Snapshot, snapshot

ROUTE = "api/routes/users_route.py"
SERVICE = "api/services/users_service.py"
APP = "api/app.py"
DROP_USERS = ("destroy", "route", "users")
DROP_PHOTO = ("destroy", "subroute", "users", "photo")
DROP_PROFILE = ("destroy", "subroute", "users", "profile")


def swap(project: Path, path: str, old: str, new: str) -> bytes:
    """Change one text to another as a person would; return the file as it is then."""
    text = (project / path).read_text()
    assert old in text
    (project / path).write_text(text.replace(old, new, 1))
    return (project / path).read_bytes()


TABLE_GOES = "With its migration: The table 'users' goes, with all its rows."


def everything(project: Path) -> Snapshot:
    """The project with the copies that were kept."""
    kept = {path: seen for path, seen in snapshot(project).items() if path.startswith(".ant/kept")}
    return {**project_files(project), **kept}


def refused(ant: Ant, project: Path, *words: str) -> str:
    """What is said where a command is refused, which changes nothing."""
    before = everything(project)
    done = ant(*words, cwd=project)
    assert (done.returncode, done.stdout) == (1, "")
    assert everything(project) == before
    return done.stderr


def said(ant: Ant, project: Path, *words: str) -> list[str]:
    done = ant(*words, cwd=project)
    assert (done.returncode, done.stderr) == (0, ""), done
    return done.stdout.splitlines()


@pytest.fixture
def users(ant: Ant, project: Path) -> Path:
    """A project with a route and two subroutes."""
    for words in (
        ("route", "users"),
        ("subroute", "users", "profile"),
        ("subroute", "users", "photo", "--type", "POST", "--mock", "[1]"),
    ):
        assert ant("generate", *words, cwd=project).returncode == 0
    return project


def test_a_changed_route_goes_by_force_with_a_copy_of_each_changed_file(
    ant: Ant, users: Path
) -> None:
    texts = {
        SERVICE: swap(users, SERVICE, "is working!", "is mine!"),
        ROUTE: swap(users, ROUTE, '"""The end', '# Zoë\n"""The end'),
        "api/mocks/users/photo.json": swap(users, "api/mocks/users/photo.json", "1", "2"),
    }
    before = everything(users)
    lines = said(ant, users, *DROP_USERS, "--force")
    assert lines[0] == "Successfully destroyed route 'users'!"
    assert lines[1] == TABLE_GOES
    kept = {line.rpartition(" ")[2] for line in lines[2:]}
    assert kept == {f".ant/kept/1/{path}" for path in texts}
    assert all((users / f".ant/kept/1/{path}").read_bytes() == texts[path] for path in texts)
    assert not [path for path in code_files(users) if "users" in path.lower()]
    assert "users" not in (users / APP).read_text() + (users / "ant.json").read_text()
    assert said(ant, users, "undo") == ["Successfully undid: ant destroy route users --force"]
    assert everything(users) == before


def test_an_earlier_copy_is_never_overwritten_and_the_report_lists_the_new_one(
    ant: Ant, users: Path
) -> None:
    swap(users, SERVICE, "users route is working!", "is mine!")
    said(ant, users, *DROP_USERS, "--force")
    said(ant, users, "generate", "route", "users")
    second = swap(users, SERVICE, "users route is working!", "is mine again!")
    done = ant("--report", *DROP_USERS, "--force", cwd=users)
    report = json.loads(done.stdout)
    copy = str(users / ".ant/kept/2" / SERVICE)
    expected = ("success", [copy], [TABLE_GOES])
    assert (report["status"], report["kept"], report["warnings"]) == expected
    assert copy in report["files"]
    assert Path(copy).read_bytes() == second
    assert b"is mine!" in (users / ".ant/kept/1" / SERVICE).read_bytes()


def test_git_leaves_copies_alone(ant: Ant, users: Path) -> None:
    swap(users, SERVICE, "is working!", "is mine!")
    said(ant, users, *DROP_USERS, "--force")
    subprocess.run(["git", "init", "-q", users], check=True)
    copy = f".ant/kept/1/{SERVICE}"
    subprocess.run(["git", "check-ignore", "-q", copy], cwd=users, check=True)


def test_force_keeps_no_copy_of_what_is_as_it_was_generated(ant: Ant, users: Path) -> None:
    lines = said(ant, users, *DROP_USERS, "--force")
    assert lines == ["Successfully destroyed route 'users'!", TABLE_GOES]
    assert not (users / ".ant/kept").exists()


def test_a_copy_that_its_owner_has_taken_or_changed_is_left_to_him_by_undo(
    ant: Ant, users: Path
) -> None:
    swap(users, SERVICE, "is working!", "is mine!")
    swap(users, ROUTE, '"""The end', '# mine\n"""The end')
    before = project_files(users)
    said(ant, users, *DROP_USERS, "--force")
    (users / ".ant/kept/1" / SERVICE).unlink()
    (users / ".ant/kept/1" / ROUTE).write_text("mine\n")
    said(ant, users, "undo")
    assert project_files(users) == before
    assert (users / ".ant/kept/1" / ROUTE).read_text() == "mine\n"


def test_a_dry_run_of_force_shows_the_copy_and_changes_nothing(ant: Ant, users: Path) -> None:
    swap(users, SERVICE, "is working!", "is mine!")
    before = everything(users)
    lines = said(ant, users, *DROP_USERS, "--force", "--dry-run")
    assert f"+++ b/.ant/kept/1/{SERVICE}" in lines
    assert everything(users) == before


def test_a_changed_subroute_goes_by_force_and_its_file_keeps_all_else(
    ant: Ant, users: Path
) -> None:
    fresh = (users / SERVICE).read_text()
    text = swap(users, SERVICE, "    def get_profile", "    # mine\n    def get_profile")
    assert text != swap(users, SERVICE, "users profile route is", "profile is")
    changed = (users / SERVICE).read_bytes()
    assert "get_profile is not as it was generated" in refused(ant, users, *DROP_PROFILE)
    lines = said(ant, users, *DROP_PROFILE, "--force")
    assert lines[1] == f"Kept a copy of what you had changed: .ant/kept/1/{SERVICE}"
    assert (users / ".ant/kept/1" / SERVICE).read_bytes() == changed
    start, end = fresh.index("    def get_profile"), fresh.index("    def create_photo")
    assert (users / SERVICE).read_text() == f"{fresh[:start]}    # mine\n\n{fresh[end:]}"


def test_what_cannot_be_edited_surely_is_refused_even_by_force(ant: Ant, users: Path) -> None:
    swap(users, SERVICE, "is working!", "is mine!")
    swap(users, APP, "    app.register_blueprint(users_bp)\n",
         "    for bp in (users_bp,):\n        app.register_blueprint(bp)\n")  # fmt: skip
    told = refused(ant, users, *DROP_USERS, "--force")
    assert "no edit of the list is safe" in told
    assert "--force" not in told


def test_a_refusal_names_every_unit_and_the_way_that_is_left(ant: Ant, users: Path) -> None:
    swap(users, SERVICE, "users route is working!", "is mine!")
    swap(users, SERVICE, "    def get_users", "    def archive(self): ...\n\n    def get_users")
    swap(users, ROUTE, '"""The end', '# mine\n"""The end')
    assert refused(ant, users, *DROP_USERS).splitlines() == [
        f"Error: {ROUTE}: comments or layout are not as they were generated.",
        "  Take that back, or move the file out of the way.",
        f"Error: {SERVICE}, UsersService: archive was added by hand.",
        "  Take that back, or move the file out of the way.",
        f"Error: {SERVICE}, UsersService: get_users is not as it was generated.",
        "  Take that back, or move the file out of the way.",
        "  Or take it out all the same, and keep a copy of what you have changed, with: --force",
    ]


AUDIT = """from services.users_service import myUsersService


def audit() -> str:
    return myUsersService.get_profile()
"""
PETS = """from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from startup.Alchemy import Base


class Pet(Base):
    __tablename__ = "pets"
    id: Mapped[int] = mapped_column(primary_key=True)
    owner: Mapped[int] = mapped_column(ForeignKey("users.id"))
"""


def test_what_other_files_use_is_not_destroyed_but_by_force_with_a_warning(
    ant: Ant, users: Path
) -> None:
    (users / "api/services/audit_service.py").write_text(AUDIT)
    (users / "api/models/Pets_model.py").write_text(PETS)
    (users / "tests/test_users.py").write_text("import services.users_service as s\n")
    uses = [
        "api/models/Pets_model.py:10 uses the table 'users', which {} gone.",
        "api/services/audit_service.py:1 uses services.users_service, which {} gone.",
        "tests/test_users.py:1 uses services.users_service, which {} gone.",
    ]
    told = refused(ant, users, *DROP_USERS).splitlines()
    assert [line for line in told if line.startswith("Error: ")] == [
        f"Error: {use.format('would be')}" for use in uses
    ]
    lines = said(ant, users, *DROP_USERS, "--force")
    assert lines[1:] == [TABLE_GOES, *(f"Warning: {use.format('is')}" for use in uses)]


def test_a_refusal_for_an_edit_tells_of_other_files_at_once(ant: Ant, users: Path) -> None:
    (users / "api/services/audit_service.py").write_text(AUDIT)
    swap(users, SERVICE, "users route is working!", "is mine!")
    told = refused(ant, users, *DROP_USERS)
    assert "UsersService: get_users is not as it was generated." in told
    assert "api/services/audit_service.py:1 uses services.users_service" in told


def test_a_subroute_whose_method_is_used_elsewhere_is_not_destroyed_but_by_force(
    ant: Ant, users: Path
) -> None:
    (users / "api/services/audit_service.py").write_text(AUDIT)
    use = "api/services/audit_service.py:5 uses myUsersService.get_profile, which"
    assert f"Error: {use} would be gone." in refused(ant, users, *DROP_PROFILE)
    said(ant, users, *DROP_PHOTO)
    assert said(ant, users, *DROP_PROFILE, "--force")[1:] == [f"Warning: {use} is gone."]


def test_a_use_below_what_goes_is_named_by_its_line_as_it_is(ant: Ant, users: Path) -> None:
    mine = (
        '@users_bp.get("/mine")\ndef mine() -> Response:\n    return myUsersService.get_profile()\n'
    )
    text = swap(users, ROUTE, '@users_bp.post("/photo")', f'{mine}\n\n@users_bp.post("/photo")')
    line = text.decode().splitlines().index("    return myUsersService.get_profile()") + 1
    swap(users, ROUTE, '@users_bp.get("/profile")', '@users_bp.get("/me")')
    lines = said(ant, users, *DROP_PROFILE, "--force")
    assert f"Warning: {ROUTE}:{line} uses myUsersService.get_profile, which is gone." in lines


@pytest.mark.slow
def test_what_reads_mocks_stays_where_others_use_it(
    ant: Ant, users: Path, project_python: Path
) -> None:
    helper = users / "api/helper/functions/load_mock.py"
    (users / "api/services/default_service.py").write_text(
        (users / "api/services/default_service.py").read_text()
        + "\n\nfrom helper.functions.load_mock import load_mock  # noqa: E402, F401\n"
    )
    said(ant, users, *DROP_USERS)
    assert helper.exists()
    assert ask(project_python, users, ("GET", "/", None))[0][0] == 200
    said(ant, users, "generate", "route", "users", "--mock", "[3]")
    assert ask(project_python, users, ("GET", "/users", None)) == [(200, [3])]
