"""What a unique reference means at the other end: one row in place of a list."""

from pathlib import Path

from ant.api.steps.mentions import find_newer_answers
from ant.core.names.identifiers import ProjectName
from ant.core.spec_reader import read_spec
from conftest import Ant
from support.grown import project_files
from support.said import done, say

URL = "GET /users/<id>/profiles"
ONE = f"{URL} answers with one row now, 404 where there is none, and not with a list."
LIST = f"{URL} answers with a list now, and not with one row."
LIST_VIEW = b'''
def get_users_profiles(id: int) -> Response:
    """List the rows of profiles that belong to a row of users."""
    page = myUsersService.get_users_profiles(id, list_query(request.args, GetProfilesSchema))
    return page_answer(page, GetProfilesSchema)


@users_bp.post("")
def create_users() -> Response:
    """Create a row of users."""
'''


def test_a_list_becomes_a_row_and_a_list_again(ant: Ant, shop: Path) -> None:
    done(ant, shop, "generate", "route", "profiles", "user:reference:to=users")
    before = project_files(shop)
    say(shop, "fields", profiles={"user": "reference:to=users:unique"})
    run = ant("apply", "--yes", cwd=shop)
    assert (run.returncode, run.stderr) == (0, "")
    assert f"Warning: {ONE}\n" in run.stdout
    assert "row_answer(row, GetProfilesSchema)" in (shop / "api/routes/users_route.py").read_text()
    assert (
        "class TestUsersProfiles(RowBelowChecks)"
        in (shop / "tests/test_users_route.py").read_text()
    )
    say(shop, "fields", profiles={"user": "reference:to=users"})
    run = ant("apply", "--yes", cwd=shop)
    assert f"Warning: {LIST}\n" in run.stdout
    after = project_files(shop)
    changed = {path for path in before if before[path] != after.get(path)}
    assert {path for path in changed if not path.startswith(".ant/record")} <= {"ant.json"}


def test_an_upgrade_tells_which_lists_become_rows() -> None:
    fields = {"user": "reference:to=users:unique"}
    routes = {"users": {"fields": {"name": "string"}}, "profiles": {"fields": fields}}
    spec = read_spec({"routes": routes}, ProjectName("shop"), str)
    path = "api/routes/users_route.py"
    assert [*find_newer_answers(spec, {path: LIST_VIEW})] == [ONE]
    row_view = LIST_VIEW.replace(b"page_answer", b"row_answer")
    assert [*find_newer_answers(spec, {path: row_view})] == []
    assert [*find_newer_answers(spec, {})] == []
