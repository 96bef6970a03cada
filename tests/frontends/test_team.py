"""Two branches that each generate something, merged by git, and what ``ant apply`` makes of it."""

import json
import os
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from conftest import Ant
from support.grown import ask
from support.record import recorded_texts
from support.said import say
from support.warm_python import run_warm

SPEC = '{"routes": {"users": {"fields": {"name": "string:required", "nick": "string"}}}}'
AUTHOR = ("-c", "user.name=somebody", "-c", "user.email=somebody@example.com")
CONFLICT = re.compile(r"<<<<<<< [^\n]*\n(.*?)=======\n(.*?)>>>>>>> [^\n]*\n", re.S)
PHONE = ("generate", "field", "users", "phone:string:max=20")
AGE = ("generate", "field", "users", "age:integer")
ORDERS = ("generate", "route", "orders", "total:integer")
PETS = ("generate", "route", "pets")


class Team:
    """A repository with a project, and two branches of it that are merged."""

    def __init__(self, root: Path, ant: Ant, python: Path) -> None:
        """Make the first commit."""
        self.root, self.ant, self.python = root, ant, python
        self.git("init", "--quiet", "--initial-branch=main")
        self.commit()

    def git(self, *words: str, code: int = 0) -> str:
        done = subprocess.run(
            ["git", *AUTHOR, *words], cwd=self.root, capture_output=True, text=True, check=False
        )
        assert done.returncode == code, done.stdout + done.stderr
        return done.stdout

    def commit(self) -> None:
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message", "work")

    def branches(self, theirs: tuple[str, ...], ours: tuple[str, ...]) -> None:
        """Let two branches run one command each."""
        for name, words in (("theirs", theirs), ("ours", ours)):
            self.git("checkout", "--quiet", "-b", name, "main")
            assert self.ant(*words, cwd=self.root).returncode == 0
            self.commit()

    def merge(self, *options: str, conflicts: bool = True) -> list[str]:
        """Merge theirs; return the files that git leaves to a person."""
        self.git("merge", *options, "theirs", code=int(conflicts))
        return self.git("diff", "--name-only", "--diff-filter=U").split()

    def keep_both(self, paths: list[str]) -> None:
        """Do in the code what a person would: take the lines of both sides."""
        for path in paths:
            file = self.root / path
            if path.endswith(".py"):
                file.write_text(CONFLICT.sub(r"\1\2", file.read_text()))
            elif path != "ant.json":  # generated documents: this side, and ant adds the other
                self.git("checkout", "--ours", path)

    def alembic(self, *words: str) -> str:
        env = {**os.environ, "SQLITE_FILE": str(self.root.parent / "own.db"), "DB_URL": ""}
        done = run_warm([self.python, "-m", "alembic", *words], self.root, env)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def apply(self, *words: str, code: int = 0) -> str:
        done = self.ant("apply", *words, cwd=self.root)
        assert done.returncode == code, done.stdout + done.stderr
        return done.stdout + done.stderr

    def routes(self) -> dict[str, Any]:
        routes: dict[str, Any] = json.loads((self.root / "ant.json").read_text())["routes"]
        return routes


@pytest.fixture
def team(ant: Ant, tmp_path: Path, project_python: Path) -> Team:
    ant("generate", "api", "shop", "--json", SPEC)
    return Team(tmp_path / "shop", ant, project_python)


def is_whole(team: Team) -> None:
    """Nothing is left to do, and what the record holds is what stands there."""
    assert team.apply() == "Nothing to do.\n"
    texts = recorded_texts(team.root)
    assert {path for path in texts if (team.root / path).read_bytes() != texts[path]} <= {
        "README.md", "api/app.py", "api/startup/Alchemy.py",
    }  # fmt: skip


@pytest.mark.parametrize(("theirs", "ours"), [(ORDERS, PETS), (PETS, ORDERS), (PHONE, AGE)])
def test_git_leaves_no_conflict_in_the_record(
    team: Team, theirs: tuple[str, ...], ours: tuple[str, ...]
) -> None:
    team.branches(theirs, ours)
    left = team.merge()
    assert left
    assert not [path for path in left if path.startswith(".ant/")]


@pytest.mark.slow
def test_two_routes_are_put_together_from_the_record(team: Team) -> None:
    team.branches(ORDERS, PETS)
    team.keep_both(team.merge())
    said = team.apply(code=1)
    assert "'ant.json' is in the middle of a merge" in said
    assert "ant apply --from-record" in said
    assert "several heads" in team.apply("--from-record", code=1)
    team.alembic("merge", "heads")
    assert "ant.json: made anew from the record" in team.apply("--from-record")
    assert [*team.routes()] == ["users", "pets", "orders"]
    is_whole(team)
    asked: list[tuple[str, str, object]] = [("GET", f"/{name}", None) for name in team.routes()]
    assert [status for status, _ in ask(team.python, team.root, *asked)] == [200, 200, 200]


@pytest.mark.slow
def test_two_fields_of_one_route(team: Team) -> None:
    team.branches(PHONE, AGE)
    team.keep_both(team.merge())
    team.alembic("merge", "heads")
    said = team.apply("--from-record")
    assert ".ant/record/routes/users: both branches had changed it" in said
    assert "Warning" not in said
    assert {*team.routes()["users"]["fields"]} == {"name", "nick", "age", "phone"}
    assert team.apply() == "Nothing to do.\n"
    team.alembic("upgrade", "head")
    assert "No new upgrade operations" in team.alembic("check")


@pytest.mark.slow
def test_a_field_that_one_branch_has_dropped_is_told_where_the_other_keeps_it(team: Team) -> None:
    team.branches(("destroy", "field", "users", "nick", "--yes"), AGE)
    team.keep_both(team.merge())
    team.alembic("merge", "heads")
    said = team.apply("--from-record")
    assert "nick" in team.routes()["users"]["fields"]
    [warning] = [line for line in said.splitlines() if line.startswith("Warning: ")]
    assert warning == (
        "Warning: The field 'nick' of route 'users' is back: one branch has dropped it, by"
        " 'api/migrations/versions/0002_drop_nick_from_users.py', and the code still has it."
        " Its column is made again by a migration that you write: alembic revision --autogenerate"
    )
    team.alembic("upgrade", "head")
    team.alembic("revision", "--autogenerate", "--message", "add nick again")
    team.alembic("upgrade", "head")
    assert "No new upgrade operations" in team.alembic("check")


def test_two_heads_are_told_where_nothing_else_is_to_be_done(team: Team) -> None:
    team.branches(PHONE, AGE)
    team.keep_both(team.merge())
    team.alembic("merge", "heads")
    team.apply("--from-record")
    [joined] = (team.root / "api/migrations/versions").glob("*_.py")
    joined.unlink()
    said = team.apply(code=1)
    assert "Nothing to do." not in said
    assert "several heads" in said and "alembic merge heads" in said


@pytest.mark.slow
def test_a_field_that_a_merge_lost_is_put_back_without_a_second_migration(team: Team) -> None:
    team.branches(PHONE, AGE)
    team.merge("--strategy-option=ours", conflicts=False)
    manifest = team.root / "ant.json"
    spec = json.loads(manifest.read_text())
    spec["routes"]["users"]["fields"]["phone"] = "string:max=20"
    manifest.write_text(json.dumps(spec, indent=2))
    assert "several heads" in team.apply(code=1)
    team.alembic("merge", "heads")
    team.apply()
    migrations = [
        path.name
        for path in (team.root / "api/migrations/versions").glob("[0-9][0-9][0-9][0-9]_*.py")
    ]
    assert len(migrations) == 3
    team.alembic("upgrade", "head")
    assert "No new upgrade operations" in team.alembic("check")
    assert team.apply() == "Nothing to do.\n"


def test_a_lost_field_that_was_added_in_another_way_is_told(team: Team) -> None:
    team.branches(PHONE, AGE)
    team.merge("--strategy-option=ours", conflicts=False)
    manifest = team.root / "ant.json"
    spec = json.loads(manifest.read_text())
    spec["routes"]["users"]["fields"]["phone"] = "integer"
    manifest.write_text(json.dumps(spec, indent=2))
    team.alembic("merge", "heads")
    said = team.apply(code=1)
    assert "0002_add_phone_to_users.py' adds the column 'users.phone' already" in said


def drop_attributes(team: Team) -> None:
    (team.root / ".ant/.gitattributes").unlink()
    team.commit()


def leave_as_it_is(team: Team) -> None:
    """Change nothing."""


@pytest.mark.slow
@pytest.mark.parametrize("before", [leave_as_it_is, drop_attributes])
def test_marks_of_conflicts_in_the_record_are_put_right(
    team: Team, before: Callable[[Team], None]
) -> None:
    before(team)
    team.branches(ORDERS, PETS)
    team.keep_both([path for path in team.merge() if not path.startswith(".ant/")])
    team.alembic("merge", "heads")
    team.apply("--from-record")
    assert [*team.routes()] == ["users", "pets", "orders"]
    is_whole(team)


@pytest.mark.parametrize("manifest", ["with marks", "put together"])
def test_code_with_marks_of_a_conflict_is_put_together_first(team: Team, manifest: str) -> None:
    team.branches(PHONE, AGE)
    left = team.merge()
    assert {"ant.json", "api/models/Users_model.py"} <= {*left}
    team.alembic("merge", "heads")
    words: tuple[str, ...] = ("--from-record",)
    if manifest == "put together":
        file = team.root / "ant.json"
        file.write_text(CONFLICT.sub(r"\1,\2", file.read_text()))
        words = ()
    said = team.apply(*words, code=1)
    for path in {*left} - {"ant.json"}:
        assert f"'{path}' is in the middle of a merge" in said
    team.keep_both(left)
    assert "made anew from the record" in team.apply(*words)
    assert [*team.routes()["users"]["fields"]] == ["name", "nick", "age", "phone"]
    assert team.apply() == "Nothing to do.\n"


def test_other_commands_wait_for_the_merge(team: Team) -> None:
    team.branches(PHONE, AGE)
    team.keep_both(team.merge())
    team.git("checkout", "--ours", "ant.json")
    done = team.ant("generate", "field", "users", "more:integer", cwd=team.root)
    assert done.returncode == 1
    assert "ant apply" in done.stderr


@pytest.mark.slow
def test_a_branch_that_destroys_and_one_that_adds(team: Team) -> None:
    assert team.ant(*ORDERS, cwd=team.root).returncode == 0
    team.commit()
    team.branches(("destroy", "route", "orders", "--yes"), PETS)
    team.keep_both(team.merge())
    team.alembic("merge", "heads")
    for path in ("api/app.py", "api/startup/Alchemy.py"):
        file = team.root / path
        lines = [line for line in file.read_text().splitlines(True) if "rders" not in line]
        file.write_text("".join(lines))
    team.apply("--from-record")
    assert [*team.routes()] == ["users", "pets"]
    is_whole(team)


@pytest.mark.slow
def test_a_stub_that_one_branch_has_made_a_resource(team: Team) -> None:
    assert team.ant(*PETS, cwd=team.root).returncode == 0
    team.commit()
    team.branches(
        ("generate", "field", "pets", "name:string"), ("generate", "subroute", "pets", "photo")
    )
    left = team.merge()
    team.git("checkout", "--theirs", *(path for path in left if path != "ant.json"))
    said = team.apply("--from-record")
    assert ".ant/record/routes/pets: both branches had changed it" in said
    assert team.routes()["pets"] == {"fields": {"name": "string"}}
    assert team.apply() == "Nothing to do.\n"


@pytest.mark.slow
def test_a_merge_that_prefers_one_side_is_put_right(team: Team) -> None:
    team.branches(
        ("destroy", "field", "users", "nick", "--yes"),
        ("generate", "field", "users", "age:integer"),
    )
    team.merge("--strategy-option=ours", conflicts=False)
    team.alembic("merge", "heads")
    assert "Put right after a merge" in team.apply("--yes")
    assert team.apply() == "Nothing to do.\n"


def test_a_record_of_another_commit_drops_nothing(team: Team) -> None:
    team.branches(("generate", "field", "users", "mail:email"), PETS)
    team.git("checkout", "theirs", "--", ".ant")
    said = team.apply("--yes", code=1)
    assert "users.mail, which no migration has made" in said
    assert "another commit" in said
    done = team.ant("upgrade", "--by-hand", cwd=team.root)
    assert done.returncode == 1
    assert (team.root / "api/routes/pets_route.py").exists()


def test_an_upgrade_needs_the_record_of_every_route(team: Team) -> None:
    (team.root / ".ant/record/routes/users").unlink()
    done = team.ant("upgrade", cwd=team.root)
    assert (done.returncode, done.stdout) == (1, "")
    assert "the record of route 'users', is missing" in done.stderr


@pytest.mark.slow
def test_a_route_of_one_branch_has_not_yet_the_guard_that_another_gave_the_project(
    team: Team,
) -> None:
    team.branches(("routes",), PETS)
    team.git("checkout", "--quiet", "theirs")
    spec = json.loads((team.root / "ant.json").read_text())
    spec["project"]["auth"] = "role:admin"
    (team.root / "ant.json").write_text(json.dumps(spec, indent=2))
    team.apply()
    team.commit()
    team.git("checkout", "--quiet", "ours")
    assert team.merge(conflicts=False) == []
    told = (
        "'api/routes/pets_route.py' was generated with other guards, owners, 'prefix', 'json',"
        " 'if_match', 'idempotency', 'delete' or 'table' than ant.json says now"
    )
    assert f"Error: {told}" in team.apply(code=1)
    route = team.root / "api/routes/pets_route.py"
    assert "@role_required" not in route.read_text()
    spec["routes"] = team.routes() | {"news": {}}
    (team.root / "ant.json").write_text(json.dumps(spec, indent=2))
    assert f"Warning: {told}" in team.apply()
    done = team.ant("upgrade", cwd=team.root)
    assert (done.returncode, done.stderr) == (0, "")
    assert '@pets_bp.get("")\n@role_required("admin")\n' in route.read_text()
    is_whole(team)


@pytest.mark.slow
def test_a_route_of_one_branch_gets_the_value_that_another_gave_an_enum(team: Team) -> None:
    say(team.root, "enums", project={"rank": ["low", "high"]})
    team.apply()
    team.ant("generate", "field", "users", "rank:enum:of=rank", cwd=team.root)
    team.commit()
    team.branches(("generate", "route", "orders", "rank:enum:of=rank"), ("apply",))
    say(team.root, "enums", project={"rank": ["low", "high", "top"]})
    team.apply()
    team.commit()
    team.keep_both(team.merge(conflicts=False))
    team.alembic("merge", "heads")
    checked = team.ant("check", cwd=team.root)
    assert (checked.returncode, "spec-disagrees" in checked.stdout) == (1, True), checked.stdout
    team.apply()
    [last] = (team.root / "api/migrations/versions").glob("*_change_rank_of_orders.py")
    assert "rank IN ('high', 'low', 'top')" in last.read_text()
    is_whole(team)


def put_in_order(team: Team, said: str) -> None:
    """Write into a migration, to the letter, what an error says of its place."""
    [(path, below)] = re.findall(r"Write in '(\S+)': (down_revision = \"\w+\")", said)
    file = team.root / path
    text = re.sub(r"^down_revision.*$", below, file.read_text(), flags=re.M)
    for new, old in re.findall(r"'(\w+)' in the place of '(\w+)'", said):
        text = text.replace(old, new)
    file.write_text(text)


@pytest.mark.slow
@pytest.mark.parametrize("taken_out", [True, False], ids=["taken out", "left"])
def test_what_a_branch_does_to_a_table_comes_behind_the_new_name_of_another(
    team: Team, taken_out: bool
) -> None:
    team.branches(("rename", "route", "users", "people"), AGE)
    assert team.merge() == [".ant/record/routes/users"]
    if taken_out:
        team.git("rm", "--quiet", ".ant/record/routes/users")
    team.commit()
    put_in_order(team, team.apply(code=1))
    said = team.apply()
    assert "The table" not in said
    assert ("routes/users: nothing of the route is left" in said) is not taken_out
    assert not (team.root / ".ant/record/routes/users").exists()
    assert team.apply() == "Nothing to do.\n"
    assert team.routes()["people"]["fields"]["age"] == "integer"
    assert len([*(team.root / "api/migrations/versions").glob("*.py")]) == 3
    team.alembic("upgrade", "head")
    assert "No new upgrade operations" in team.alembic("check")


@pytest.mark.slow
def test_a_column_is_dropped_behind_what_another_branch_does_to_it(team: Team) -> None:
    team.branches(
        ("destroy", "route", "users", "--yes"), ("generate", "field", "users", "age:integer")
    )
    left = team.merge()
    team.git("rm", "--quiet", *(path for path in left if "sers" in path))
    team.git("checkout", "--theirs", "ant.json", "README.md")
    team.commit()
    said = team.apply(code=1)
    assert "0002_drop_users.py' drops the table 'users'" in said
    put_in_order(team, said)
    team.apply("--yes")
    team.alembic("upgrade", "head")
    assert "No new upgrade operations" in team.alembic("check")


def test_one_column_that_both_branches_rename_is_told(team: Team) -> None:
    team.branches(
        ("rename", "field", "users", "nick", "alias"),
        ("rename", "field", "users", "nick", "handle"),
    )
    team.merge("--strategy-option=ours", conflicts=False)
    said = team.apply(code=1)
    assert "both drop or rename the column 'users.nick'" in said
    assert "take that out of one of them" in said
