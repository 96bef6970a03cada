"""What rows are called by, from the command line: said, kept, and no longer changed."""

import json
from pathlib import Path

import pytest

from conftest import Ant
from support.grown import project_files
from support.said import done, say

KEYS = "api/helper/keys.py"
WHOSE = "def whose(row: Profiles) -> int:\n    return row.user_id\n"


@pytest.mark.slow
def test_a_route_with_its_key_comes_and_goes(ant: Ant, shop: Path) -> None:
    before = project_files(shop)
    words = ("pets", "name:string", "user:reference:to=users", "--key", "uuid")
    done(ant, shop, "generate", "route", *words)
    assert '@pets_bp.get("/<uuid:id>")' in (shop / "api/routes/pets_route.py").read_text()
    assert 'sa.Column("id", sa.Uuid(), nullable=False)' in newest_migration(shop)
    assert json.loads((shop / "ant.json").read_text())["routes"]["pets"]["key"] == "uuid"
    done(ant, shop, "generate", "field", "users", "pet:reference:to=pets")
    assert 'sa.Column("pet_id", sa.Uuid())' in newest_migration(shop)
    assert done(ant, shop, "apply") == "Nothing to do.\n"
    done(ant, shop, "destroy", "field", "users", "pet", "--yes")
    done(ant, shop, "destroy", "route", "pets", "--yes")
    after = project_files(shop)
    lasting = {path for path in before if not path.startswith((".ant/", "api/migrations"))}
    assert {path: after.get(path) for path in lasting} == {path: before[path] for path in lasting}
    assert KEYS not in after


@pytest.mark.slow
def test_the_project_speaks_for_what_has_no_rows_yet(ant: Ant, shop: Path) -> None:
    say(shop, "key", project="uuid", tags="integer")
    before = project_files(shop)
    run = ant("apply", cwd=shop)
    assert (run.returncode, run.stdout) == (1, "")
    assert "The key of route 'users' cannot change from integer to uuid" in run.stderr
    assert 'Give the route "key": "integer"' in run.stderr
    assert project_files(shop) == before
    say(shop, "key", users="integer")
    done(ant, shop, "apply")
    assert not (shop / KEYS).exists()
    told = done(ant, shop, "generate", "field", "reports", "title:string")
    assert "The table 'reports' is made anew, without its rows: ids become uuid." in told
    assert 'op.drop_table("reports")\n    op.create_table(' in newest_migration(shop)
    assert "make_key" in (shop / "api/models/Reports_model.py").read_text()


def test_a_new_project_has_its_key(ant: Ant, tmp_path: Path) -> None:
    done(ant, tmp_path, "generate", "api", "shop", "--key", "uuid")
    done(ant, tmp_path / "shop", "generate", "route", "pets", "name:string")
    assert "UUID_KEY" in (tmp_path / "shop/api/models/Pets_model.py").read_text()
    spec = json.dumps({"project": {"key": "integer"}, "routes": {"pets": {}}})
    run = ant("generate", "api", "zoo", "--json", spec, "--key", "uuid", cwd=tmp_path)
    assert (run.returncode, run.stdout) == (1, "")
    assert "another 'key' than --key says" in run.stderr


@pytest.mark.slow
def test_rows_called_by_texts_keep_what_they_are_called_by(ant: Ant, shop: Path) -> None:
    done(ant, shop, "generate", "route", "countries", "name:string", "--key", "string:max=2")
    done(ant, shop, "generate", "field", "users", "country:reference:to=countries")
    assert 'sa.Column("country_id", sa.String(2))' in newest_migration(shop)
    assert done(ant, shop, "apply") == "Nothing to do.\n"
    say(shop, "key", countries="string:max=3")
    run = ant("apply", cwd=shop)
    assert (run.returncode, run.stdout) == (1, "")
    assert "cannot change from string:max=2 to string:max=3" in run.stderr
    say(shop, "key", countries="string:max=2")
    run = ant("generate", "route", "cities", "name:string", "--key", "string:min=2", cwd=shop)
    assert (run.returncode, run.stdout) == (1, "")
    assert "behind string may be a max of 1 to 255" in run.stderr


@pytest.mark.slow
def test_a_reference_is_the_key_of_its_rows_for_good(ant: Ant, shop: Path) -> None:
    before = project_files(shop)
    words = ("profiles", "user:reference:to=users:required", "bio:text", "--key", "user")
    done(ant, shop, "generate", "route", *words)
    made = newest_migration(shop)
    assert 'sa.PrimaryKeyConstraint("user_id", name="pk_profiles")' in made
    assert '"profiles",\n        sa.Column("user_id", KEY, nullable=False),' in made
    done(ant, shop, "generate", "field", "tags", "of:reference:to=profiles")
    assert '"profiles", ["of_id"], ["user_id"]' in newest_migration(shop)
    run = ant("destroy", "field", "profiles", "user", "--yes", cwd=shop)
    assert (run.returncode, run.stdout) == (1, "")
    assert "'user' is the key of the rows of route 'profiles'" in run.stderr
    mine = shop / "api/services/mine.py"
    mine.write_text("from models.Profiles_model import Profiles\n\n\n" + WHOSE)
    run = ant("rename", "field", "profiles", "user", "person", cwd=shop)
    assert (run.returncode, run.stdout) == (1, "")
    assert "uses row.user_id, which would be gone.\n  Change that line to:\n" in run.stderr
    mine.unlink()
    done(ant, shop, "rename", "field", "profiles", "user", "person")
    assert json.loads((shop / "ant.json").read_text())["routes"]["profiles"]["key"] == "person"
    assert 'person_id = synonym("id")' in (shop / "api/models/Profiles_model.py").read_text()
    assert done(ant, shop, "apply") == "Nothing to do.\n"
    say(shop, "key", profiles=None)
    run = ant("apply", cwd=shop)
    assert "The key of route 'profiles' cannot change from person to integer" in run.stderr
    say(shop, "key", profiles="person")
    done(ant, shop, "destroy", "field", "tags", "of", "--yes")
    done(ant, shop, "destroy", "route", "profiles", "--yes")
    after = project_files(shop)
    passing = (".ant/", "api/migrations/versions", "ant.json")
    lasting = {path for path in before if not path.startswith(passing)}
    assert {path: after.get(path) for path in lasting} == {path: before[path] for path in lasting}
    assert {path for path in after if "reference_key" in path} == set()


def newest_migration(root: Path) -> str:
    """The text of the newest migration."""
    return max((root / "api/migrations/versions").glob("*.py")).read_text()
