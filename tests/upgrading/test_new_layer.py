"""A later version generates more than code: a layer, a file, a setting, a column, other types."""

import json
import re
from pathlib import Path

import pytest

from support.frozen import SQLITE, complaints, unpack
from support.grown import MIGRATIONS, ask
from support.layered import NEW_FILE, REMOVED_FILE
from support.server import plain_environment
from support.trees import snapshot
from support.warm_python import run_warm
from upgrading.conftest import LATER, Version

ROUTES = ("customers", "labels", "order_lines", "orders", "products", "reviews", "suppliers")
OWN_ENV = "FLASK_APP=mine.py\nJWT_SECRET=swordfish"


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """An untouched project of an earlier version."""
    return unpack("0.2.0/store", tmp_path)


def policies(project: Path) -> list[str]:
    return sorted(path.stem for path in (project / "api/policies").glob("*.py"))


@pytest.mark.slow
def test_every_route_gets_the_layer_and_loses_it_with_the_route(
    layered: Version, store: Path
) -> None:
    assert layered(store, "upgrade")[::2] == (0, "")
    assert policies(store) == sorted(f"{name}_policy" for name in ROUTES)
    assert "myOrdersPolicy" in (store / "api/services/orders_service.py").read_text()
    assert (store / NEW_FILE).is_file()
    assert not (store / REMOVED_FILE).exists()
    assert layered(store, "destroy", "route", "reviews", "--yes")[::2] == (0, "")
    assert "reviews_policy" not in policies(store)
    assert layered(store, "generate", "route", "notes", "text:string:required")[::2] == (0, "")
    assert "notes_policy" in policies(store)
    assert layered(store, "rename", "route", "suppliers", "makers")[::2] == (0, "")
    assert {"makers_policy"} == {name for name in policies(store) if name[0] in "ms"}


def test_what_somebody_edited_of_the_new_and_the_removed_is_theirs(
    layered: Version, store: Path
) -> None:
    test = store / REMOVED_FILE
    test.write_bytes(test.read_bytes() + b"\n\ndef test_of_ours() -> None:\n    assert True\n")
    edited = test.read_bytes()
    done = layered(store, "upgrade")
    assert (done.code, done.stderr) == (0, "")
    note = f"'{REMOVED_FILE}' is not generated any more; you have edited it, so it is yours now."
    assert f"Warning: {note}" in done.stdout
    assert test.read_bytes() == edited
    again = layered(store, "upgrade")
    assert again == (0, "Nothing to do.\n", "")


@pytest.mark.slow
def test_a_file_in_the_way_of_a_new_one_is_refused_and_stays(layered: Version, store: Path) -> None:
    (store / "api/policies").mkdir()
    mine = store / "api/policies/orders_policy.py"
    mine.write_text("MINE = 1\n")
    before = snapshot(store)
    done = layered(store, "upgrade")
    assert (done.code, done.stdout) == (1, "")
    said = "Error: 'api/policies/orders_policy.py' would be generated, and"
    assert done.stderr.startswith(said)
    assert snapshot(store) == before
    mine.unlink()
    assert layered(store, "upgrade").code == 0


@pytest.mark.slow
@pytest.mark.parametrize("end", ["", "\n"], ids=["no newline", "newline"])
def test_settings_come_to_env_and_no_value_there_changes_or_is_shown(
    layered: Version, store: Path, end: str
) -> None:
    env = store / ".env"
    env.write_text(OWN_ENV + end)
    for words in (("--dry-run",), ("--dry-run", "--report"), ("--check",), ()):
        done = layered(store, "upgrade", *words)
        assert "swordfish" not in done.stdout + done.stderr, words
    assert env.read_text().startswith(f"{OWN_ENV}\n")
    added = env.read_text().removeprefix(f"{OWN_ENV}\n")
    assert "\n\n# How long an answer may be kept, in seconds.\nCACHE_SECONDS=60\n" in added
    assert added[0] == "\n" and "TRUSTED_PROXIES=0" in added  # which this version has added
    assert env.stat().st_mode & 0o777 == 0o600
    assert "CACHE_SECONDS=60" in (store / ".env.example").read_text()
    assert layered(store, "undo").code == 0
    assert env.read_text() == OWN_ENV + end


def test_a_setting_that_is_there_stays_as_it_is(layered: Version, store: Path) -> None:
    own = "CACHE_SECONDS=5\nTRUSTED_PROXIES=1\n"
    (store / ".env").write_text(own)
    assert layered(store, "upgrade").code == 0
    env = (store / ".env").read_text()
    assert env.startswith(own)
    assert (env.count("CACHE_SECONDS="), env.count("TRUSTED_PROXIES=")) == (1, 1)


def test_a_project_without_env_gets_none(layered: Version, store: Path) -> None:
    (store / ".env").unlink()
    assert layered(store, "upgrade")[::2] == (0, "")
    assert not (store / ".env").exists()


def alembic(project: Path, python: Path, settings: dict[str, str], *words: str) -> str:
    command = [python, "-B", "-m", "alembic", *words]
    done = run_warm(command, project, plain_environment(settings))
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def check_migration(
    layered: Version, project: Path, python: Path, settings: dict[str, str]
) -> None:
    """The migration of an upgrade goes up and down and up, and leaves no drift."""
    alembic(project, python, settings, "upgrade", "head")
    done = layered(project, "upgrade")
    assert (done.code, done.stderr) == (0, "")
    [migration] = (project / MIGRATIONS).glob("0002_*.py")
    text = migration.read_text()
    assert text.count('sa.Column("revision", sa.Integer())') == len(ROUTES)
    assert text.count("type_=sa.BigInteger()") == 3
    for target in ("head", "-1", "head"):
        alembic(project, python, settings, "downgrade" if target == "-1" else "upgrade", target)
    assert "No new upgrade operations" in alembic(project, python, settings, "check")


@pytest.mark.exhaustive
def test_the_tables_follow_on_sqlite(
    layered: Version, store: Path, tmp_path: Path, project_python: Path
) -> None:
    settings = {**SQLITE, "SQLITE_FILE": str(tmp_path / "own.db")}
    check_migration(layered, store, project_python, settings)
    assert complaints(store, project_python, SQLITE, lint=False) == ""


@pytest.mark.exhaustive
def test_the_tables_follow_on_postgresql(
    layered: Version, store: Path, project_python: Path, postgres_database: dict[str, str]
) -> None:
    check_migration(layered, store, project_python, postgres_database)


@pytest.mark.slow
def test_the_rows_of_an_earlier_version_are_kept(
    layered: Version, store: Path, project_python: Path
) -> None:
    post = ("POST", "/labels", {"name": "Old"})
    assert ask(project_python, store, post)[0][0] == 201
    assert layered(store, "upgrade")[::2] == (0, "")
    settings = {**SQLITE, "FLASK_ENV": "development"}
    alembic(store, project_python, settings, "upgrade", "head")
    [(status, answer)] = ask(project_python, store, ("GET", "/labels", None))
    assert (status, [row["name"] for row in answer["items"]]) == (200, ["Old"])


def test_unapplied_edits_of_the_spec_stay_and_are_applied_afterwards(
    layered: Version, store: Path
) -> None:
    manifest = store / "ant.json"
    text = manifest.read_text()
    spec = json.loads(text)
    spec["routes"]["labels"]["fields"]["colour"] = "string:max=9"
    spec["routes"]["notes"] = {"mock": {"ant": "999.9.9"}}
    edited = json.dumps(spec, indent=4)
    manifest.write_text(edited)
    done = layered(store, "upgrade")
    assert (done.code, done.stderr) == (0, "")
    before = re.sub(r'("ant": )"[^"]*"', rf'\1"{LATER}"', edited, count=1)
    assert manifest.read_text() == before
    assert "colour" not in (store / "api/models/Labels_model.py").read_text()
    refused = layered(store, "generate", "route", "more")
    assert (refused.code, refused.stderr) == (
        1, "Error: ant.json has changes that the code does not have yet.\n  Run: ant apply\n",
    )  # fmt: skip
    assert layered(store, "apply")[::2] == (0, "")
    assert "colour" in (store / "api/models/Labels_model.py").read_text()
    assert "notes_policy" in policies(store)
    assert layered(store, "upgrade") == (0, "Nothing to do.\n", "")
