"""Rules over several fields: turned on and off, in edited models, on the command line."""

import json
from pathlib import Path

import pytest

from conftest import Ant
from support.grown import migrations, project_files
from support.said import done, say

MODEL = "api/models/Visits_model.py"
ONLY_WITH_RULES = (
    "tests/rule_checks.py",
    "tests/factories/rules.py",
    "tests/factories/windows.py",
)
OWN = (
    '    def is_open(self) -> bool:\n        """Whether."""\n        return self.left_on is None\n'
)


@pytest.fixture
def shop(ant: Ant, project: Path) -> Path:
    """A project with a route whose fields can be compared."""
    done(
        ant, project, "generate", "route", "visits", "day:date:required", "left_on:date", "who:uuid"
    )
    return project


def test_it_is_turned_on_and_off_again(ant: Ant, shop: Path) -> None:
    before, count = project_files(shop), len(migrations(shop))
    say(shop, "check", visits=["day <= left_on"])
    assert "Successfully applied" in ant("apply", "--yes", cwd=shop).stdout
    assert all((shop / path).exists() for path in ONLY_WITH_RULES)
    assert "RuledFactory(" in (shop / "tests/factories/visits_factory.py").read_text()
    assert done(ant, shop, "apply") == "Nothing to do.\n"
    say(shop, "check", visits=None)
    assert "Successfully applied" in done(ant, shop, "apply")
    assert len(migrations(shop)) == count + 2
    after = project_files(shop)
    changed = {path for path in before if before[path] != after.get(path)}
    assert {path for path in changed if not path.startswith(".ant/record")} <= {"ant.json"}
    new = {path for path in after.keys() - before.keys() if not path.startswith("api/migrations/")}
    assert new == {"tests/test_operations.py"}


def test_an_index_alone_asks_for_no_other_tests(ant: Ant, shop: Path) -> None:
    done(ant, shop, "generate", "rules", "visits", "--index", "day,created_at")
    assert '"ix_visits_day_created_at", "day", "created_at"' in (shop / MODEL).read_text()
    assert not any((shop / path).exists() for path in ONLY_WITH_RULES)


def test_an_index_may_begin_with_the_largest_value(ant: Ant, shop: Path) -> None:
    done(ant, shop, "generate", "rules", "visits", "--index", "-day,who", "--index=-who,day")
    done(ant, shop, "generate", "route", "notes", "--index", "-day,updated_at", "day:date")
    routes = json.loads((shop / "ant.json").read_text())["routes"]
    assert routes["visits"]["index"] == [["-day", "who"], ["-who", "day"]]
    assert routes["notes"]["index"] == [["-day", "updated_at"]]
    run = ant("generate", "rules", "visits", "--index", "--report", cwd=shop)
    assert (run.returncode, "expected one argument" in run.stdout) == (2, True)


def test_a_model_that_somebody_edited_gets_rules_as_well(ant: Ant, shop: Path) -> None:
    model = shop / MODEL
    model.write_text(f"{model.read_text()}\n{OWN}")
    run = ant("generate", "rules", "visits", "--unique", "who,day", "--yes", cwd=shop)
    assert run.returncode == 0, run.stderr
    assert OWN in model.read_text()
    assert 'UniqueConstraint("who", "day", name="uq_visits_who_day"),' in model.read_text()
    assert json.loads((shop / "ant.json").read_text())["routes"]["visits"]["unique"] == [
        ["who", "day"]
    ]


def test_arguments_of_a_table_that_somebody_edited_are_refused(ant: Ant, shop: Path) -> None:
    model = shop / MODEL
    model.write_text(model.read_text().replace('_autoincrement": True}', '_autoincrement": False}'))
    before = project_files(shop)
    run = ant("generate", "rules", "visits", "--unique", "who,day", "--yes", cwd=shop)
    assert run.returncode == 1
    assert MODEL in run.stderr and "__table_args__" in run.stderr
    assert 'UniqueConstraint("who", "day", name="uq_visits_who_day"),' in run.stderr
    assert project_files(shop) == before


def test_rules_of_a_reference_to_several_routes_follow_new_names(ant: Ant, project: Path) -> None:
    done(ant, project, "generate", "route", "posts", "title:string")
    done(ant, project, "generate", "route", "photos", "title:string")
    votes = ("votes", "of:reference:to=posts,photos", "by:integer")
    unique = ("--unique", "of__posts,by", "--unique", "of__photos,by")
    done(ant, project, "generate", "route", *votes, *unique)
    done(ant, project, "rename", "field", "votes", "of", "about")
    done(ant, project, "rename", "route", "photos", "prints")
    model = (project / "api/models/Votes_model.py").read_text()
    for target in ("posts", "prints"):
        key = f'"about__{target}_id", "by", name="uq_votes_about__{target}_by"'
        assert f"UniqueConstraint({key})" in model
    assert done(ant, project, "check") == "No findings.\n"
