"""What a route's table is called: said at once or later, with its rows and with SQL of people."""

from pathlib import Path

import pytest

from conftest import Ant
from support.grown import project_files
from support.said import done, say

MIGRATION = """    rename_table("users", "person")
    rename_keys("""


@pytest.mark.slow
def test_a_table_gets_another_name_and_its_old_one_back(ant: Ant, shop: Path) -> None:
    done(ant, shop, "generate", "route", "orders", "user:reference:to=users")
    before = project_files(shop)
    say(shop, "table", users="person")
    done(ant, shop, "apply")
    newest = max((shop / "api/migrations/versions").glob("*.py"))
    assert newest.name.endswith("_store_users_as_person.py")
    assert MIGRATION in newest.read_text()
    model = (shop / "api/models/Users_model.py").read_text()
    assert '__tablename__ = "person"' in model and '"info": {"route": "users"}' in model
    assert 'ForeignKey("person.id"' in (shop / "api/models/Orders_model.py").read_text()
    assert done(ant, shop, "apply") == "Nothing to do.\n"
    assert "person {" in done(ant, shop, "graph").replace('"', "")
    done(ant, shop, "rename", "route", "users", "person")
    assert '"table"' not in (shop / "ant.json").read_text()
    done(ant, shop, "rename", "route", "person", "users")
    after = project_files(shop)
    lasting = {
        path for path in before if not path.startswith((".ant/", "ant.json", "api/migrations"))
    }
    assert {path: after.get(path) for path in lasting} == {path: before[path] for path in lasting}


@pytest.mark.slow
def test_sql_with_the_old_name_is_named(ant: Ant, shop: Path) -> None:
    (shop / "api/helper/report.py").write_text('SQL = "SELECT name FROM users"\nURL = "/users"\n')
    say(shop, "table", users="person")
    run = ant("apply", cwd=shop)
    assert (run.returncode, run.stdout) == (1, "")
    assert "api/helper/report.py:1 uses the table 'users'" in run.stderr
    assert "report.py:2" not in run.stderr


@pytest.mark.slow
def test_a_new_route_has_its_table(ant: Ant, shop: Path) -> None:
    done(ant, shop, "generate", "route", "pets", "name:string", "--table", "animal")
    assert '__tablename__ = "animal"' in (shop / "api/models/Pets_model.py").read_text()
    run = ant("generate", "route", "cats", "name:string", "--table", "animal", cwd=shop)
    assert (run.returncode, run.stdout) == (1, "")
    assert "Routes 'pets' and 'cats' would share the database name animal." in run.stderr
