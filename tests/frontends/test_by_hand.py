"""``--by-hand``: what would be refused is left to the owner, and everything else is done."""

import json
from pathlib import Path

import pytest

from conftest import Ant
from support.grown import ask, project_files

APP = "api/app.py"
SERVICE = "api/services/users_service.py"
ADD_ORDERS = ("generate", "route", "orders")
ADD_PHOTO = ("generate", "subroute", "users", "photo")
REGISTERED = "    app.register_blueprint(default_bp)\n    app.register_blueprint(users_bp)\n"
MOVED = "    app.extensions['web'] = app\n" + REGISTERED.replace("app.", "app.extensions['web'].")


@pytest.fixture
def users(ant: Ant, project: Path) -> Path:
    """A project whose registrations are where nothing can be added surely."""
    assert ant("generate", "route", "users", cwd=project).returncode == 0
    app = project / APP
    text = app.read_text()
    assert REGISTERED in text
    app.write_text(text.replace(REGISTERED, MOVED))
    return project


def test_a_refusal_names_the_way(ant: Ant, users: Path) -> None:
    before = project_files(users)
    done = ant(*ADD_ORDERS, cwd=users)
    assert (done.returncode, project_files(users)) == (1, before)
    last = done.stderr.splitlines()[-1]
    assert last == "  Or do by hand what is shown, and let the rest be done with: --by-hand"


def test_a_route_is_made_and_what_is_left_is_told(
    ant: Ant, users: Path, project_python: Path
) -> None:
    app = (users / APP).read_bytes()
    done = ant(*ADD_ORDERS, "--by-hand", cwd=users)
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[0].startswith("Successfully generated route, service, repository, and model")
    assert any(line.startswith("By hand: 'api/app.py'") for line in lines)
    assert "    app.register_blueprint(orders_bp)" in lines
    assert (users / APP).read_bytes() == app
    assert "orders" in json.loads((users / "ant.json").read_text())["routes"]
    text = (users / APP).read_text().replace(MOVED, f"{MOVED}    web(app, orders_bp)\n")
    text += (
        "\n\ndef web(app: Flask, orders: Blueprint) -> None:\n    app.register_blueprint(orders)\n"
    )
    (users / APP).write_text(
        f"from flask import Blueprint\nfrom routes.orders_route import orders_bp\n{text}"
    )
    assert ask(project_python, users, ("GET", "/orders", None))[0][0] == 200
    assert ant("apply", cwd=users).stdout == "Nothing to do.\n"
    assert ant("generate", "subroute", "orders", "open", cwd=users).returncode == 0


def test_the_report_lists_what_is_left(ant: Ant, users: Path) -> None:
    report = json.loads(ant("--report", *ADD_ORDERS, "--by-hand", cwd=users).stdout)
    assert (report["status"], report["errors"]) == ("success", [])
    assert any("app.register_blueprint(orders_bp)" in line for line in report["by_hand"])
    assert str(users / APP) not in report["files"]
    assert str(users / "api/services/orders_service.py") in report["files"]


def test_undo_takes_back_what_was_done(ant: Ant, users: Path) -> None:
    before = project_files(users)
    assert ant(*ADD_ORDERS, "--by-hand", cwd=users).returncode == 0
    done = ant("undo", cwd=users)
    assert done.stdout == "Successfully undid: ant generate route orders --by-hand\n"
    assert project_files(users) == before


def test_a_subroute_leaves_the_units_of_a_deleted_file(ant: Ant, users: Path) -> None:
    (users / SERVICE).unlink()
    assert "--by-hand" in ant(*ADD_PHOTO, cwd=users).stderr
    done = ant(*ADD_PHOTO, "--by-hand", cwd=users)
    assert done.returncode == 0
    assert f"By hand: '{SERVICE}' cannot be changed without risk" in done.stdout
    assert "    def get_photo(self) -> str:" in done.stdout.splitlines()
    assert '"/photo"' in (users / "api/routes/users_route.py").read_text()


def test_without_a_manifest_what_is_left_is_no_warning(ant: Ant, users: Path) -> None:
    (users / "ant.json").unlink()
    for file in (users / "api").rglob("users_*.py"):
        file.write_text(f"# -*- coding: latin-1 -*-\n{file.read_text()}")
    done = ant(*ADD_PHOTO, "--by-hand", cwd=users)
    assert done.returncode == 0
    assert "already exists" not in done.stdout
    assert done.stdout.count("By hand: ") >= 3


def test_an_edited_ant_json_is_applied_as_far_as_it_goes(ant: Ant, users: Path) -> None:
    service = users / SERVICE
    service.write_text(service.read_text().replace("is working!", "is mine!"))
    manifest = json.loads((users / "ant.json").read_text())
    manifest["routes"] = {"pets": {"type": "PUT"}}
    (users / "ant.json").write_text(json.dumps(manifest))
    before = project_files(users)
    refused = ant("apply", cwd=users)
    assert (refused.returncode, project_files(users)) == (1, before)
    assert "--by-hand" in refused.stderr
    done = ant("apply", "--by-hand", cwd=users)
    assert (done.returncode, done.stderr) == (0, "")
    assert f"By hand: {SERVICE}, UsersService: get_users is not as it was gen" in done.stdout
    assert service.exists()
    assert not (users / "api/routes/users_route.py").exists()
    assert (users / "api/routes/pets_route.py").exists()
    assert ant("apply", cwd=users).stdout == "Nothing to do.\n"


def test_what_other_files_use_is_left_to_the_owner(ant: Ant, users: Path) -> None:
    (users / "tests/test_users.py").write_text("import services.users_service as s\n")
    manifest = json.loads((users / "ant.json").read_text())
    manifest["routes"] = {}
    (users / "ant.json").write_text(json.dumps(manifest))
    use = "tests/test_users.py:1 uses services.users_service, which"
    assert f"{use} would be gone." in ant("apply", cwd=users).stderr
    done = ant("apply", "--by-hand", cwd=users)
    assert (done.returncode, done.stderr) == (0, "")
    assert f"By hand: {use} is gone.\n  Change that line.\n" in done.stdout


def test_a_dry_run_shows_it_and_changes_nothing(ant: Ant, users: Path) -> None:
    before = project_files(users)
    done = ant(*ADD_ORDERS, "--by-hand", "--dry-run", cwd=users)
    assert (done.returncode, project_files(users)) == (0, before)
    assert "+++ b/api/services/orders_service.py" in done.stdout.splitlines()
    assert "By hand: 'api/app.py'" in done.stdout
