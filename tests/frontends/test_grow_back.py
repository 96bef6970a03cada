"""``ant destroy``, ``ant undo``, ``ant apply`` and ``ant routes`` on a project that has grown."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from conftest import Ant
from support.grown import (
    apply_difference,
    ask,
    changed_files,
    code_files,
    migrations,
    project_files,
    readable_files,
)

Steps = tuple[tuple[str, ...], ...]
ADD_USERS = ("generate", "route", "users")
ADD_PHOTO = ("generate", "subroute", "users", "photo", "--type", "POST", "--mock", "[1]")
DROP_PHOTO = ("destroy", "subroute", "users", "photo")
DROP_USERS = ("destroy", "route", "users")
SERVICE = "api/services/users_service.py"


def run(ant: Ant, project: Path, *steps: tuple[str, ...]) -> None:
    """Run commands that have to succeed."""
    for words in steps:
        done = ant(*words, cwd=project)
        assert (done.returncode, done.stderr) == (0, ""), done


def edit_manifest(project: Path, change: Callable[[dict[str, Any]], None]) -> None:
    """Change the routes in ``ant.json`` as a person would."""
    path = project / "ant.json"
    manifest = json.loads(path.read_text())
    change(manifest["routes"])
    path.write_text(json.dumps(manifest, indent=4))


def check_refused(ant: Ant, project: Path, words: tuple[str, ...], *told: str) -> None:
    before = project_files(project)
    done = ant(*words, cwd=project)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("Error: ")
    assert all(text in done.stderr for text in told), done.stderr
    assert project_files(project) == before


@pytest.mark.parametrize(
    ("before", "add", "drop"),
    [
        ((), (ADD_USERS,), (DROP_USERS,)),
        ((ADD_USERS,), (ADD_PHOTO,), (DROP_PHOTO,)),
        ((), (ADD_USERS, ADD_PHOTO), (DROP_USERS,)),
        ((), ((*ADD_USERS, "--mock", "1"), ADD_PHOTO), (DROP_PHOTO, DROP_USERS)),
    ],
)  # fmt: skip
def test_destroy_after_generate_gives_the_old_tree_but_for_two_migrations(
    ant: Ant, project: Path, before: Steps, add: Steps, drop: Steps
) -> None:
    run(ant, project, *before)
    old = code_files(project)
    run(ant, project, *add)
    assert code_files(project) != old
    run(ant, project, *drop)
    assert code_files(project) == old


def test_destroy_says_what_it_did(ant: Ant, project: Path) -> None:
    run(ant, project, ADD_USERS, ADD_PHOTO)
    done = ant("destroy", "subroute", "Users", "PHOTO", cwd=project)
    assert done.stdout == "Successfully destroyed subroute 'photo' of route 'users'!\n"
    said = ant(*DROP_USERS, cwd=project).stdout
    assert said == (
        "Successfully destroyed route 'users'!\n"
        "With its migration: The table 'users' goes, with all its rows.\n"
    )


def test_destroy_leaves_what_people_wrote_beside_it(ant: Ant, project: Path) -> None:
    run(ant, project, ADD_USERS)
    app, service = project / "api/app.py", project / SERVICE
    app.write_text(
        app.read_text().replace("    return app\n", "    app.mine = 1\n    return app\n")
    )
    service.write_text(service.read_text() + "\n\nMINE = 1\n")
    old = project_files(project)
    run(ant, project, ADD_PHOTO)
    assert project_files(project) != old
    run(ant, project, DROP_PHOTO)
    assert project_files(project) == old


def test_a_route_that_somebody_has_changed_is_not_destroyed(ant: Ant, project: Path) -> None:
    run(ant, project, ADD_USERS)
    service = project / SERVICE
    service.write_text(service.read_text().replace("is working!", "is mine!"))
    check_refused(ant, project, DROP_USERS, SERVICE)


def test_a_subroute_that_somebody_has_changed_is_not_destroyed(ant: Ant, project: Path) -> None:
    run(ant, project, ADD_USERS, ADD_PHOTO)
    service = project / SERVICE
    service.write_text(service.read_text().replace('"users/photo"', '"users/other"'))
    check_refused(ant, project, DROP_PHOTO, SERVICE, "UsersService", "create_photo")


@pytest.mark.parametrize(
    ("words", "error"),
    [
        (DROP_USERS, "Error: Route 'users' does not exist.\n"),
        (DROP_PHOTO, "Error: Route 'users' does not exist.\n"),
        (("undo",), "Error: There is nothing to undo.\n"),
    ],
)
def test_what_is_not_there_cannot_be_taken_back(
    ant: Ant, project: Path, words: tuple[str, ...], error: str
) -> None:
    check_refused(ant, project, words, error)


@pytest.mark.parametrize(
    ("before", "last"),
    [
        ((), ADD_USERS), ((ADD_USERS,), ADD_PHOTO), ((ADD_USERS, ADD_PHOTO), DROP_PHOTO),
        ((ADD_USERS, ADD_PHOTO), DROP_USERS),
    ],
)  # fmt: skip
def test_undo_restores_byte_for_byte(
    ant: Ant, project: Path, before: Steps, last: tuple[str, ...]
) -> None:
    run(ant, project, *before)
    (project / "api/app.py").chmod(0o640)
    old = project_files(project)
    run(ant, project, last)
    new = project_files(project)
    done = ant("undo", cwd=project)
    plain = " ".join(last).partition(" --")[0]
    assert (done.returncode, done.stdout) == (0, f"Successfully undid: ant {plain}\n")
    assert project_files(project) == old != new


def test_undo_of_an_applied_spec_takes_the_edit_of_ant_json_along(ant: Ant, project: Path) -> None:
    run(ant, project, ADD_USERS)
    edit_manifest(project, lambda routes: routes.update(pets={"type": "PUT"}))
    edited = project_files(project)
    run(ant, project, ("apply",))
    run(ant, project, ("undo",))
    assert project_files(project) == edited


def test_undo_is_refused_after_an_edit_and_names_the_file(ant: Ant, project: Path) -> None:
    run(ant, project, ADD_USERS)
    (project / SERVICE).write_text("mine = 1\n")
    check_refused(ant, project, ("undo",), SERVICE)
    for words in (["undo"], ["undo", "--dry-run"]):
        done = ant(*words, cwd=project)
        assert done.returncode == 1
        assert f"'{SERVICE}' has changed since 'ant generate route users'." in done.stderr
        assert "Nothing was undone." in done.stderr


@pytest.mark.slow
def test_an_edited_ant_json_is_carried_into_the_code(
    ant: Ant, project: Path, project_python: Path
) -> None:
    run(ant, project, ADD_USERS, ADD_PHOTO, ("generate", "route", "gone"))

    def edit(routes: dict[str, Any]) -> None:
        routes["users"]["type"] = "POST"
        routes["users"]["subroutes"] = {"list": {"mock": {"é": None}}}
        routes["pets"] = {"type": "PUT", "mock": 0}
        del routes["gone"]

    edit_manifest(project, edit)
    before = project_files(project)
    done = ant("--report", "apply", cwd=project)
    report = json.loads(done.stdout)
    missing = [path for path in report["files"] if not Path(path).exists()]
    assert (done.returncode, report["errors"]) == (0, [])
    assert sorted({*report["files"]} - {*missing}) == changed_files(project, before)
    answers = ask(
        project_python, project, ("POST", "/users", {}), ("GET", "/users/list", None),
        ("PUT", "/pets", {}), ("GET", "/users", None), ("POST", "/users/photo", {}),
        ("GET", "/gone", None),
    )  # fmt: skip
    assert [status for status, _ in answers] == [200, 200, 200, 405, 404, 404]
    assert [text for _, text in answers[:3]] == ["Your users route is working!", {"é": None}, 0]
    assert ant("apply", cwd=project).stdout == "Nothing to do.\n"


def test_applying_a_spec_gives_what_the_commands_give(
    ant: Ant, project: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "copy"
    subprocess.run(["cp", "-a", project, copy], check=True)
    run(ant, project, ADD_USERS, ADD_PHOTO)
    photo = {"type": "POST", "mock": [1]}
    users = {"type": "GET", "subroutes": {"photo": photo}}
    edit_manifest(copy, lambda routes: routes.update(users=users))
    run(ant, copy, ("apply",))
    commands, applied = project_files(project), project_files(copy)
    assert json.loads(commands.pop("ant.json")[1]) == json.loads(applied.pop("ant.json")[1])
    assert commands == applied


@pytest.mark.parametrize("words", [ADD_USERS, ADD_PHOTO, DROP_PHOTO, DROP_USERS])
def test_an_edit_that_is_not_applied_yet_is_never_lost(
    ant: Ant, project: Path, words: tuple[str, ...]
) -> None:
    run(ant, project, ("generate", "route", "other", "--mock", "1"))
    edit_manifest(project, lambda routes: routes["other"].update(mock=True))  # 1 == True in Python
    check_refused(ant, project, words, "ant.json", "ant apply")


def test_a_spec_with_errors_is_refused_with_all_of_them_in_their_places(
    ant: Ant, project: Path
) -> None:
    edit_manifest(project, lambda routes: routes.update({"a-b": {}, "c": {"type": "TRACE"}}))
    check_refused(ant, project, ("apply",), "'a-b'", "'TRACE'", "ant.json:")


@pytest.mark.slow
def test_the_order_of_adding_does_not_matter(
    ant: Ant, project: Path, tmp_path: Path, project_python: Path
) -> None:
    names = ["users", "a2", "a10"]
    copy = tmp_path / "copy"
    subprocess.run(["cp", "-a", project, copy], check=True)
    run(ant, project, *(("generate", "route", name) for name in names))
    run(ant, copy, *(("generate", "route", name) for name in reversed(names)))
    assert len(migrations(project)) == len(migrations(copy)) == 4
    one, other = code_files(project), code_files(copy)
    ordered = {"ant.json", ".ant/applied.json", ".ant/record/project", "api/app.py"}
    assert {path for path in one if one[path] != other.get(path)} <= ordered
    assert set(one) == set(other)
    asked: list[tuple[str, str, object]] = [("GET", f"/{name}", None) for name in names]
    assert ask(project_python, project, *asked) == ask(project_python, copy, *asked)


@pytest.mark.parametrize("words", [DROP_USERS, DROP_PHOTO, ("apply",), ("undo",)])
def test_every_dry_run_shows_the_very_change_that_the_run_makes(
    ant: Ant, project: Path, tmp_path: Path, words: tuple[str, ...]
) -> None:
    run(ant, project, ADD_USERS, ADD_PHOTO)
    if words == ("apply",):
        edit_manifest(project, lambda routes: routes["users"].update(type="DELETE"))
    old = project_files(project)
    dry = ant(*words, "--dry-run", cwd=project)
    assert (dry.returncode, project_files(project)) == (0, old)
    copy = tmp_path / "copy"
    subprocess.run(["cp", "-a", project, copy], check=True)
    apply_difference(copy, dry.stdout)
    run(ant, project, words)
    assert readable_files(copy) == readable_files(project) != old


def test_routes_lists_the_code_as_it_is(ant: Ant, project: Path) -> None:
    run(ant, project, ADD_USERS, ADD_PHOTO)
    route = project / "api/routes/users_route.py"
    guarded = route.read_text().replace('@users_bp.post("/photo")', '@users_bp.post("/picture")')
    route.write_text(guarded)
    listed = [line.split() for line in ant("routes", cwd=project / "api").stdout.splitlines()]
    assert listed[0] == ["METHOD", "URL", "HANDLER", "FILE", "AUTH"]
    line = 1 + guarded.splitlines().index("def create_photo() -> Response:")
    post = next(row for row in listed if row[0] == "POST")
    assert post[1:3] == ["/users/picture", "users_bp.create_photo"]
    assert post[3] in {f"api/routes/users_route.py:{number}" for number in (line - 1, line)}
    report = json.loads(ant("routes", "--report", cwd=project).stdout)
    assert (report["status"], report["files"], report["errors"]) == ("success", [], [])
    assert [route["url"] for route in report["routes"]] == [row[1] for row in listed[1:]]
