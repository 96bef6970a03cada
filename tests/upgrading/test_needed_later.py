"""Edited files that earlier versions gave every project, and that this one gives few."""

from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import Ant
from support.frozen import unpack
from support.said import done
from upgrading.conftest import Version, unaltered

COLLECTIONS, TOKENS = "tests/checks/collections.py", "tests/test_token_required.py"
OWN = "    # the front end relies on it\n"
NEEDED = '"collections": any(field.to for route in spec.routes for field in route.fields)'


def give_collections_to_all(package: Path) -> None:
    """Let every project with fields have the checks of collections, as version 0.2.0 does."""
    where = package / "artifacts/where_needed.py"
    text = where.read_text()
    assert text.count(NEEDED) == 1
    where.write_text(text.replace(NEEDED, '"collections": has_resources(spec)'))


@pytest.fixture(scope="module")
def earlier(installed: Callable[..., Version]) -> Version:
    """An earlier version with another rule for who has the checks of collections."""
    return installed(unaltered, "0.2.9", give_collections_to_all)


@pytest.fixture
def project(earlier: Version, tmp_path: Path) -> Path:
    """One of its projects, without references."""
    assert earlier(tmp_path, "generate", "api", "shop").code == 0
    assert earlier(tmp_path / "shop", "generate", "route", "users", "name:string").code == 0
    return tmp_path / "shop"


def test_edited_checks_of_collections_are_upgraded_and_used_later(ant: Ant, project: Path) -> None:
    file = project / COLLECTIONS
    first = "    def test_the_list_of_a_new_row_is_empty"
    edited = file.read_text().replace(first, f"{OWN}{first}", 1)
    assert OWN in edited
    file.write_text(edited)
    assert "yours now" not in done(ant, project, "upgrade")
    assert done(ant, project, "upgrade") == "Nothing to do.\n"
    done(ant, project, "generate", "route", "orders", "user:reference:to=users")
    assert file.read_text() == edited
    assert done(ant, project, "check") == "No findings.\n"


def test_untouched_checks_of_collections_go_and_come_back(ant: Ant, project: Path) -> None:
    before = (project / COLLECTIONS).read_bytes()
    done(ant, project, "upgrade")
    assert not (project / COLLECTIONS).exists()
    done(ant, project, "generate", "route", "orders", "user:reference:to=users")
    assert (project / COLLECTIONS).read_bytes() == before


def test_edited_tests_of_tokens_are_left_where_a_guard_brings_others(
    ant: Ant, tmp_path: Path
) -> None:
    project = unpack("0.2.0/bare", tmp_path)
    file = project / TOKENS
    edited = file.read_text().replace("def client(", "# ours\ndef client(", 1)
    file.write_text(edited)
    done(ant, project, "upgrade")
    said = done(ant, project, "generate", "route", "orders", "total:integer", "--auth", "token")
    assert f"'{TOKENS}' is yours already; the tests of that name were left out." in said
    assert (project / "tests/test_guards.py").exists()
    done(ant, project, "destroy", "route", "orders", "--yes")
    assert not (project / "tests/test_guards.py").exists()
    assert file.read_text() == edited


def test_a_file_of_that_name_which_others_need_is_in_the_way(ant: Ant, project: Path) -> None:
    done(ant, project, "upgrade")
    (project / COLLECTIONS).write_text("MINE = 1\n")
    refused = ant("generate", "route", "orders", "user:reference:to=users", cwd=project)
    assert refused.returncode == 1
    assert refused.stderr.splitlines() == [
        f"Error: '{COLLECTIONS}' would be generated, and a file of that name is there already.",
        "  Move it out of the way.",
    ]
