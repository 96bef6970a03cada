"""The tests that come with routes that have fields: they pass."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from conftest import Ant
from generated.conftest import RunTests
from support.generated import complaints_of_tools, own_tests_beside
from support.server import plain_environment

LIMITED: dict[str, object] = {
    "short_email": "email:required:unique:max=10",
    "long_email": "email:min=60:max=90",
    "own_email": {"type": "email", "pattern": "@example\\.com$"},
    "short_url": "url:max=20:unique",
    "long_url": "url:min=50",
    "letter_by_which_people_find_a_shelf_in_the_library": "string:max=1:unique",
    "things_that_people_have_borrowed_together_with_this_one": "many:to=things",
    "three": "string:max=3:required:column=order",
    "blank": "string:min=0:max=5",
    "essay": "text:min=2000",
    "digit": {"type": "string", "pattern": "[0-9]", "min": 8, "max": 12, "required": True},
    "mixed": {"type": "string", "pattern": "^(?=.*[A-Z])(?=.*[0-9]).{8,}$", "unique": True},
    "umlauts": {"type": "string", "pattern": "^[äöü]{3}$"},
    "fraction": "decimal:precision=2:scale=2:unique",
    "few": "decimal:precision=3:scale=0:min=-5:max=5",
    "fine": "decimal:precision=12:scale=4:min=0.0001",
    "narrow": "float:min=0.1:max=0.2:unique",
    "four": "integer:min=1:max=4:unique:column=Four",
    "opens_at": {"type": "time", "min": "08:00:00", "max": "09:00:00"},
    "later": "date:min=2030-01-01:unique:column=AtLast",
    "day": {"type": "datetime", "min": "2024-01-01T00:00:00Z", "max": "2024-01-02T00:00:00Z"},
    "choice": "enum:values=x,y,z:unique",
    "code": "password:min=10:max=12",
    "secret": "string:private:required:max=20",
    "token": "string:unique:private:column=from",
    "made_by": "string:readonly:max=5:column=MadeBy",
    "at": "time:default=now",
    "on": "date:default=now",
    "when": "datetime:required:default=now",
    "document": "json:required",
}


@pytest.mark.exhaustive_for("postgresql")
@pytest.mark.slow
def test_they_pass_on_both_databases(
    resources: Path, pristine: Path, run_tests: RunTests, database: dict[str, str]
) -> None:
    # What a project without fields has as well is run by ``test_own_tests``.
    files = [] if database["DB_URL"] else own_tests_beside(resources, pristine)
    run = run_tests(resources, *files, **database)
    assert run.returncode == 0, run.stdout[-5000:] + run.stderr
    assert "skipped" not in run.stdout


@pytest.mark.exhaustive
def test_they_pass_with_a_column_that_its_owner_added(
    resources: Path, tmp_path: Path, project_python: Path, run_tests: RunTests
) -> None:
    project = Path(shutil.copytree(resources, tmp_path / "all"))
    model = project / "api/models/Users_model.py"
    mine = "    nickname: Mapped[str | None] = mapped_column(String(40))\n"
    mine += "    rating: Mapped[int | None] = mapped_column(Integer)\n    created_at:"
    model.write_text(model.read_text().replace("    created_at:", mine))
    rating = "rating = Integer(load_default=None, validate=validate.Range(min=1, max=5))"
    for name, field in (("Post", rating), ("Get", "rating = Integer(allow_none=True)")):
        schema = project / f"api/schemas/{name}Users_schema.py"
        schema.write_text(f"{schema.read_text()}    {field}\n")
    for words in (["upgrade", "head"], ["revision", "--autogenerate", "-m", "nickname"]):
        subprocess.run(
            [project_python, "-m", "alembic", *words], cwd=project, check=True,
            env=plain_environment({}), capture_output=True,
        )  # fmt: skip
    run = run_tests(project, "tests/test_users_route.py", "tests/test_migrations.py")
    assert run.returncode == 0, run.stdout[-5000:] + run.stderr
    names = run_tests(project, "tests/test_users_route.py", "--collect-only", "-v").stdout
    for case in ("wrong_value_is_refused[rating, too large]", "readonly_is_not_accepted[nickname]"):
        assert case in names


@pytest.mark.exhaustive_for("enum:values=x,y:unique:required")
@pytest.mark.slow
@pytest.mark.parametrize("few", ["boolean:unique:required", "enum:values=x,y:unique:required"])
def test_they_pass_where_a_table_holds_two_rows_at_most(
    ant: Ant, project: Path, run_tests: RunTests, few: str
) -> None:
    done = ant("generate", "route", "places", f"side:{few}", "note:string", "at:date", cwd=project)
    assert done.returncode == 0, done.stderr
    run = run_tests(project, "tests/test_places_route.py")
    assert run.returncode == 0, run.stdout[-5000:] + run.stderr


@pytest.mark.exhaustive_for("postgresql")
@pytest.mark.slow
def test_they_pass_for_fields_with_limits_of_every_kind(
    ant: Ant, tmp_path: Path, run_tests: RunTests, database: dict[str, str]
) -> None:
    spec = json.dumps({"routes": {"things": {"fields": LIMITED}}})
    done = ant("generate", "api", "limited", "--json", spec)
    assert (done.returncode, done.stderr) == (0, "")
    run = run_tests(tmp_path / "limited", "tests/test_things_route.py", **database)
    assert run.returncode == 0, run.stdout[-5000:] + run.stderr


@pytest.mark.exhaustive  # SQLite has the names in tests of its own
@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_they_pass_for_routes_and_fields_of_odd_names(
    ant: Ant, tmp_path: Path, run_tests: RunTests, project_python: Path, database: dict[str, str]
) -> None:
    fields = {
        "documentation": {"this": "reference:to=documentation", "rows": "string"},
        "trees": {"parent": "reference:to=trees", "size": "float:default=1e16"},
        "notes": {
            "owner": "reference:to=trees:readonly",
            "text": "string",
            "metadata": "json:private",
            "class": "enum:values=x,y",
            "from": "date:required",
            "bytes": "integer:unique",
            "object": "string:readonly:default=o",
            "sort": "string:unique",
            "page": "integer",
            "con": "float",
            "load": "password:required",
            "lambda": "reference:to=notes",
        },
    }
    spec = {"routes": {name: {"fields": given} for name, given in fields.items()}}
    assert ant("generate", "api", "odd", "--json", json.dumps(spec)).returncode == 0
    project = tmp_path / "odd"
    run = run_tests(project, **database)
    assert run.returncode == 0, run.stdout[-5000:] + run.stderr
    assert complaints_of_tools(project, project_python) == ""
