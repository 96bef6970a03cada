"""Enums of a project, which fields of several routes have: said, changed, taken out again."""

import json
from pathlib import Path

import pytest

from ant.api.library import carry_out
from ant.artifacts.paths import ENUMS, OPENAPI_ENUMS
from ant.core.planning.requests import NewProject
from conftest import Ant
from support.grown import project_files
from support.said import done, say

VERSIONS = "api/migrations/versions"
MODEL, SCHEMA = "api/models/{}_model.py", "api/schemas/Post{}_schema.py"


def migrations(root: Path) -> list[str]:
    return sorted(path.name for path in (root / VERSIONS).glob("0*.py"))


def fields(root: Path, route: str, **said: object) -> None:
    """Say other fields of a route in ``ant.json``."""
    known = json.loads((root / "ant.json").read_text())["routes"][route]["fields"]
    say(root, "fields", **{route: known | said})


@pytest.fixture
def desk(ant: Ant, shop: Path) -> Path:
    """A project with an enum that two routes have."""
    say(shop, "enums", project={"Rank": ["low", "high"]})
    told = "No field has the enum 'rank' of the project, so no code has it"
    assert told in done(ant, shop, "apply")
    assert not (shop / ENUMS).exists()
    done(ant, shop, "generate", "field", "users", "rank:enum:of=rank:default=low")
    done(
        ant,
        shop,
        "generate",
        "field",
        "tags",
        "rank:enum:of=Rank:required",
        "--fill",
        "tags.rank=low",
    )
    return shop


def test_its_values_stand_once_and_change_in_all_tables_at_once(ant: Ant, desk: Path) -> None:
    texts = [desk / kind.format(name) for kind in (MODEL, SCHEMA) for name in ("Users", "Tags")]
    assert (desk / ENUMS).read_text().count('RANK_VALUES = ("low", "high")\n') == 1
    assert all("RANK_VALUES" in path.read_text() for path in texts)
    assert not [path for path in texts if '"high"' in path.read_text()]
    before, made = [path.read_text() for path in texts], migrations(desk)
    (desk / ENUMS).write_text((desk / ENUMS).read_text() + "\n\nMINE = 1\n")
    say(desk, "enums", project={"rank": ["low", "high", "it's: top"]})
    done(ant, desk, "apply")
    [new] = {*migrations(desk)} - {*made}
    assert new.endswith("_change_rank_of_users_and_change_rank_of_tags.py")
    text = (desk / VERSIONS / new).read_text()
    assert text.count("IN ('high', 'it''s: top', 'low')") == 2
    assert [path.read_text() for path in texts] == before
    assert (desk / ENUMS).read_text().endswith("MINE = 1\n")
    say(desk, "enums", project={"rank": ["it's: top", "low"]})
    run = ant("apply", cwd=desk)
    assert run.returncode == 1
    for table in ("users", "tags"):
        assert f"Rows whose '{table}.rank' is high would stop the migration." in run.stderr
    done(ant, desk, "apply", "--fill", "users.rank=low", "--fill", "tags.rank=low")
    assert (desk / VERSIONS / migrations(desk)[-1]).read_text().count("replace_values(") == 2
    assert "No findings." in done(ant, desk, "check")
    assert done(ant, desk, "apply") == "Nothing to do.\n"


def test_the_same_values_at_a_field_and_in_an_enum_are_the_same_table(ant: Ant, desk: Path) -> None:
    before, made = project_files(desk), migrations(desk)
    own = "enum:values=low,high"
    fields(desk, "users", rank=f"{own}:default=low")
    fields(desk, "tags", rank=f"{own}:required")
    assert "No field has the enum 'rank'" in done(ant, desk, "apply")
    assert not (desk / ENUMS).exists()
    assert not (desk / OPENAPI_ENUMS).exists()
    assert "enums" not in (desk / MODEL.format("Users")).read_text()
    fields(desk, "users", rank="enum:of=rank:default=low")
    fields(desk, "tags", rank="enum:of=rank:required")
    done(ant, desk, "apply")
    assert migrations(desk) == made
    after = project_files(desk)
    unlike = {path for path in {*before} | {*after} if before.get(path) != after.get(path)}
    assert not {path for path in unlike if path.startswith(("api/", "tests/"))}
    done(ant, desk, "rename", "field", "tags", "rank", "place")
    assert 'one_of("place", RANK_VALUES)' in (desk / MODEL.format("Tags")).read_text()


def test_it_is_said_with_a_new_project(ant: Ant, tmp_path: Path) -> None:
    spec = json.dumps({"routes": {"users": {"fields": {"rank": "enum:of=rank"}}}})
    words = ("generate", "api", "desk", "--json", spec, "--enum")
    run = ant(*words, "rank=", cwd=tmp_path)
    assert (run.returncode, [*tmp_path.iterdir()]) == (1, [])
    assert "Invalid enum 'rank' of the project" in run.stderr
    assert "no enum 'rank'" in ant(*words, "rang=low", cwd=tmp_path).stderr
    assert ant(*words, "Rank=low,high", cwd=tmp_path).returncode == 0
    assert json.loads((tmp_path / "desk/ant.json").read_text())["project"]["enums"] == {
        "rank": ["low", "high"]
    }
    request = NewProject("like", spec=json.loads(spec), enums={"rank": ["low", "high"]})
    carry_out(str(tmp_path), request)
    for path in (ENUMS, OPENAPI_ENUMS, MODEL.format("Users")):
        assert (tmp_path / "like" / path).read_bytes() == (tmp_path / "desk" / path).read_bytes()
