"""Who may call what: said on the command line and in ``ant.json``, shown, and refused."""

import json
import textwrap
from pathlib import Path
from typing import Any

import pytest

from conftest import Ant
from support.grown import ask, project_files
from support.said import done

ROUTE = "api/routes/users_route.py"
TESTS = "tests/test_users_route.py"
WAYS = {
    "token": "token",
    "public": "public",
    "role:admin": "role admin",
    "scope:orders.write": "scope orders.write",
}


def auths(ant: Ant, project: Path) -> dict[str, str]:
    """What ``ant routes`` tells of the guards, but of the documentation and the probes."""
    report = json.loads(ant("routes", "--report", cwd=project).stdout)
    return {
        f"{endpoint['method']} {endpoint['url']}": endpoint["auth"]
        for endpoint in report["routes"]
        if not endpoint["handler"].startswith(("documentation_bp.", "health_bp."))
    }


def change(root: Path, **changes: Any) -> None:
    """Say in ``ant.json`` who may call routes, or the ``project``; None says nothing."""
    path = root / "ant.json"
    spec = json.loads(path.read_text())
    for name, auth in changes.items():
        owner = spec["project"] if name == "project" else spec["routes"][name]
        owner.pop("auth", None)
        owner |= {} if auth is None else {"auth": auth}
    path.write_text(json.dumps(spec, indent=2))


def edit(project: Path, path: str, old: str, new: str) -> None:
    text = (project / path).read_text()
    assert text.count(old) == 1, (path, old)
    (project / path).write_text(text.replace(old, new))


@pytest.fixture
def users(ant: Ant, project: Path) -> Path:
    """A project with a route that has fields, and a subroute."""
    done(ant, project, "generate", "route", "users", "name:string:required")
    done(ant, project, "generate", "subroute", "users", "export", "--type", "POST")
    return project


@pytest.mark.parametrize("guard", WAYS)
def test_a_route_and_a_subroute_are_guarded_as_the_command_line_says(
    ant: Ant, project: Path, guard: str
) -> None:
    done(ant, project, "generate", "route", "users", "--auth", guard)
    done(ant, project, "generate", "route", "tags", "label:string", "--auth", guard)
    done(ant, project, "generate", "subroute", "users", "x")
    done(ant, project, "generate", "subroute", "users", "y", "--type", "PUT", "--auth", "token")
    told = "" if guard == "public" else WAYS[guard]
    found = auths(ant, project)
    assert found.pop("PUT /users/y") == "token"
    assert found.pop("GET /") == ""
    assert {*found.values()} == {told}
    spec = json.loads((project / "ant.json").read_text())
    assert [spec["routes"][name]["auth"] for name in ("users", "tags")] == [guard, guard]
    assert "auth" not in spec["routes"]["users"]["subroutes"]["x"]
    assert spec["routes"]["users"]["subroutes"]["y"]["auth"] == "token"


def test_each_action_has_the_guard_that_is_said_for_it(ant: Ant, project: Path) -> None:
    said = '{"read": "public", "create": "scope:users.write", "delete": "role:admin"}'
    done(ant, project, "generate", "route", "users", "name:string", "--auth", said)
    assert auths(ant, project) == {
        "GET /": "", "GET /users": "", "POST /users": "scope users.write",
        "GET /users/<int:id>": "", "PUT /users/<int:id>": "", "PATCH /users/<int:id>": "",
        "DELETE /users/<int:id>": "role admin",
    }  # fmt: skip


@pytest.mark.parametrize("words", [["--auth"], ["--auth", "token"]])
def test_a_default_holds_for_whatever_says_nothing(
    ant: Ant, tmp_path: Path, words: list[str]
) -> None:
    done(ant, tmp_path, "generate", "api", "shop", *words)
    project = tmp_path / "shop"
    assert json.loads((project / "ant.json").read_text())["project"]["auth"] == "token"
    done(ant, project, "generate", "route", "users")
    done(ant, project, "generate", "route", "news", "--auth", "public")
    done(ant, project, "generate", "subroute", "news", "send", "--type", "POST", "--auth", "role:x")
    edit(project, ROUTE, "\n\n@users_bp", '\n\n@users_bp.get("/mine")\ndef mine() -> str:\n'
         '    return "mine"\n\n\n@users_bp')  # fmt: skip
    assert auths(ant, project) == {
        "GET /": "public", "GET /users": "token", "GET /users/mine": "token", "GET /news": "public",
        "POST /news/send": "role x",
    }  # fmt: skip


def test_a_spec_and_the_command_line_may_not_say_two_things(ant: Ant, tmp_path: Path) -> None:
    spec = '{"project": {"auth": "token"}, "routes": {"users": {}}}'
    words = ("generate", "api", "shop", "--json", spec, "--auth")
    run = ant(*words, "public", cwd=tmp_path)
    assert (run.returncode, run.stdout) == (1, "")
    assert run.stderr == (
        "Error: The project of the spec has another 'auth' than --auth says.\n"
        "  Leave out one of them.\n"
    )
    assert not (tmp_path / "shop").exists()
    done(ant, tmp_path, *words)


@pytest.mark.parametrize(
    ("guard", "message"),
    [
        ("tokn", "Invalid --auth (unknown guard 'tokn').\n  Did you mean 'token'?"),
        ("role:", "Invalid --auth ('role:' names no role).\n  Write it like role:NAME."),
        ('{"reads": "token"}', "Invalid --auth (unknown action 'reads').\n  Did you mean 'read'?"),
        ("{", "Invalid --auth '{' (no JSON)."),
    ],
)
@pytest.mark.parametrize(
    "words",
    [
        ["api", "new"],
        ["route", "posts"],
        ["route", "posts", "title:string"],
        ["subroute", "users", "x"],
    ],
    ids=" ".join,
)
def test_what_is_no_guard_is_refused(
    ant: Ant, users: Path, words: list[str], guard: str, message: str
) -> None:
    before = project_files(users)
    run = ant("generate", *words, "--auth", guard, cwd=users)
    assert (run.returncode, run.stdout, run.stderr) == (1, "", f"Error: {message}\n")
    assert project_files(users) == before


def test_what_is_no_guard_in_ant_json_is_refused_with_its_place(ant: Ant, users: Path) -> None:
    change(users, users={"read": "role:a b"})
    run = ant("apply", cwd=users)
    assert (run.returncode, run.stdout) == (1, "")
    assert "Invalid 'auth' of route 'users' (the role 'a b' contains a space" in run.stderr
    assert "ant.json" in run.stderr
    assert "auth" in run.stderr


def test_guards_are_turned_on_changed_and_off_again(ant: Ant, users: Path) -> None:
    before = project_files(users)
    change(users, project="token", users={"read": "public", "delete": "role:admin"})
    assert "Successfully applied" in done(ant, users, "apply")
    assert auths(ant, users) == {
        "GET /": "public", "GET /users": "public", "POST /users": "token",
        "GET /users/<int:id>": "public", "PUT /users/<int:id>": "token",
        "PATCH /users/<int:id>": "token", "DELETE /users/<int:id>": "role admin",
        "POST /users/export": "token",
    }  # fmt: skip
    assert done(ant, users, "apply") == "Nothing to do.\n"
    change(users, users="scope:users")
    done(ant, users, "apply")
    assert {*auths(ant, users).values()} == {"public", "scope users"}
    change(users, project=None, users=None)
    done(ant, users, "apply")
    after = project_files(users)
    changed = {path for path in before if before[path] != after.get(path)}
    assert {path for path in changed if not path.startswith(".ant/record")} <= {"ant.json"}
    assert after.keys() == before.keys()


@pytest.mark.slow
def test_a_guard_of_a_project_reaches_the_server(
    ant: Ant, users: Path, project_python: Path
) -> None:
    calls: list[tuple[str, str, object]] = [
        ("GET", "/", None), ("GET", "/users", None), ("POST", "/users", {"name": "a"}),
        ("POST", "/users/export", {}), ("OPTIONS", "/users", None),
    ]  # fmt: skip
    assert [status for status, _ in ask(project_python, users, *calls)] == [200, 200, 201, 200, 200]
    change(users, project={"create": "token"})
    done(ant, users, "apply")
    assert [status for status, _ in ask(project_python, users, *calls)] == [200, 200, 401, 401, 200]


BODY = "    data = load_body(PostUsersSchema)\n    row = myUsersService.create_users"
EDITED = '    data = load_body(PostUsersSchema)\n    data["name"] = data["name"].strip()\n' \
         "    row = myUsersService.create_users"  # fmt: skip


def test_an_edited_view_keeps_what_its_owner_wrote(ant: Ant, users: Path) -> None:
    edit(users, ROUTE, BODY, EDITED)
    edit(
        users, ROUTE, '@users_bp.post("")\n', '@users_bp.post("")  # mine\n@users_bp.post("/new")\n'
    )
    before = (users / ROUTE).read_text()
    change(users, users={"create": "scope:a", "delete": "role:admin"})
    done(ant, users, "apply")
    on = (users / ROUTE).read_text()
    mine = '@users_bp.post("")  # mine\n@users_bp.post("/new")\n'
    assert f'{mine}@scope_required("a")\ndef create_users' in on
    assert EDITED in on
    assert auths(ant, users)["POST /users/new"] == "scope a"
    change(users, users={"create": "role:b"})
    done(ant, users, "apply")
    assert f'{mine}@role_required("b")\ndef create_users' in (users / ROUTE).read_text()
    change(users, users=None)
    done(ant, users, "apply")
    assert (users / ROUTE).read_text() == before


def test_a_guard_that_its_owner_has_changed_is_no_guard_of_ours_to_change(
    ant: Ant, users: Path
) -> None:
    change(users, users={"delete": "role:admin"})
    done(ant, users, "apply")
    edit(users, ROUTE, '@role_required("admin")', '@role_required("boss")')
    before = project_files(users)
    change(users, users={"delete": "role:editor"})
    wanted = project_files(users)
    run = ant("apply", cwd=users)
    assert (run.returncode, run.stdout) == (1, "")
    assert "delete_users" in run.stderr
    assert (
        '    @role_required("editor")\n    def delete_users(id: int) -> Response:\n' in run.stderr
    )
    assert project_files(users) == wanted
    assert {**wanted, "ant.json": b""} == {**before, "ant.json": b""}
    edit(users, ROUTE, '@role_required("boss")', '@role_required("editor")')  # by hand, as shown
    done(ant, users, "apply")
    assert auths(ant, users)["DELETE /users/<int:id>"] == "role editor"


def test_a_guard_that_stands_there_already_is_not_put_there_twice(ant: Ant, users: Path) -> None:
    edit(users, ROUTE, BODY, EDITED)
    edit(users, ROUTE, '@users_bp.post("")\n', '@users_bp.post("")\n@token_required\n')
    imported = "from decorators.token_required import token_required\n"
    json_answer = "from helper.functions.json_answer"
    edit(users, ROUTE, json_answer, imported + json_answer)
    change(users, users={"create": "token"})
    done(ant, users, "apply")
    after = (users / ROUTE).read_text()
    assert '@users_bp.post("")\n@token_required\ndef create_users' in after
    assert after.count("@token_required") == 2  # the other one is that of the subroute
    assert after.count(imported) == 1


def test_guards_outlive_a_new_name_and_go_with_their_route(ant: Ant, users: Path) -> None:
    change(users, users={"create": "token"})
    done(ant, users, "apply")
    done(ant, users, "rename", "route", "users", "people")
    assert auths(ant, users)["POST /people"] == "token"
    assert 'blueprint = "people"' in (users / "tests/test_people_route.py").read_text()
    done(ant, users, "destroy", "subroute", "people", "export")
    assert "create_export" not in (users / "tests/test_people_route.py").read_text()
    done(ant, users, "destroy", "route", "people", "--yes")
    assert not (users / "tests/guard_checks.py").exists()
    assert auths(ant, users) == {"GET /": ""}


def test_rows_of_another_route_are_shown_to_whoever_may_read_both(ant: Ant, users: Path) -> None:
    done(
        ant, users, "generate", "route", "orders", "user:reference:to=users", "--auth", "role:clerk"
    )
    assert auths(ant, users)["GET /users/<int:id>/orders"] == "role clerk"
    change(users, users={"read": "scope:users.read"}, orders="token")
    done(ant, users, "apply")
    assert auths(ant, users)["GET /users/<int:id>/orders"] == "scope users.read"
    change(users, orders="role:clerk")
    done(ant, users, "apply")
    assert auths(ant, users)["GET /users/<int:id>/orders"] == "scope users.read, role clerk"
    assert "role clerk" not in auths(ant, users)["GET /users"]


GUARDS = "api/startup/guards.py"
OWN = (GUARDS, '("api-documentation", "api-health")', '("api-documentation", "api-health", "mine")')


def test_a_default_changes_beside_what_its_owner_has_edited(ant: Ant, users: Path) -> None:
    edit(users, *OWN)
    before = (users / GUARDS).read_text()
    for default, said in (("token", '    "GET": "token",\n'), ("role:a", '    "GET": "role a",\n')):
        change(users, project=default)
        done(ant, users, "apply")
        after = (users / GUARDS).read_text()
        assert said in after
        assert OWN[2] in after
    change(users, project=None)
    done(ant, users, "apply")
    assert (users / GUARDS).read_text() == before


def test_a_default_that_its_owner_has_edited_is_refused_with_what_to_write(
    ant: Ant, users: Path
) -> None:
    change(users, project="token")
    done(ant, users, "apply")
    edit(users, GUARDS, '"GET": "token"', '"GET": "public"')
    change(users, project={"read": "role:a"})
    before = project_files(users)
    run = ant("apply", cwd=users)
    assert (run.returncode, run.stdout) == (1, "")
    assert "DEFAULT_GUARDS is not as it was generated." in run.stderr
    shown = run.stderr.partition("by hand:\n")[2].partition("  Or do")[0]
    assert project_files(users) == before
    text = (users / GUARDS).read_text()
    table = text[text.index("DEFAULT_GUARDS = {") : text.index("OPEN_BLUEPRINTS")]
    (users / GUARDS).write_text(text.replace(table, textwrap.dedent(shown)))
    done(ant, users, "apply")
    assert auths(ant, users)["GET /users"] == "role a"
