"""``ant generate route`` and ``subroute`` in projects that ``backant-cli`` 0.7.4 made."""

from collections.abc import Callable
from pathlib import Path

import pytest

from adopt.conftest import Serve
from conftest import Ant
from support.trees import snapshot

Edit = Callable[[Path], None]
OLD = {
    "/": "Your backant backend is working",
    "/users": {"names": ["Åsa", 1, True, None], "n": 0.5},
    "/users/profile": "Your users profile route is working!",
    "/users/photo": [1, 2, {"big": 12345678901234567890}],
    "/user_posts": "Your user_posts route is working!",
    "/user_posts/latest": "Your user_posts latest route is working!",
    "/orders": {"smile": "😀"},
    "/orders/open": "Your orders open route is working!",
}
GROWTH = (
    ("route", "items"),
    ("route", "line_items", "--type", "PUT", "--mock", '{"π": [1.5, null]}'),
    ("subroute", "users", "badge"),
    ("subroute", "users", "avatar", "--type", "PUT"),
    ("subroute", "users", "tags", "--type", "POST", "--mock", "[false]"),
    ("subroute", "user_posts", "oldest"),
    ("subroute", "user_posts", "publish", "--type", "PATCH"),
    ("subroute", "orders", "all", "--type", "DELETE"),
)
NEW = {
    ("GET", "/items"): "Your items route is working!",
    ("PUT", "/line_items"): {"π": [1.5, None]},
    ("GET", "/users/badge"): "Your users badge route is working!",
    ("PUT", "/users/avatar"): "Successfully updated avatar for users with data: {'a': 1}",
    ("POST", "/users/tags"): [False],
    ("GET", "/user_posts/oldest"): "Your user_posts oldest route is working!",
    ("PATCH", "/user_posts/publish"): (
        "Successfully patched publish for user_posts with data: {'a': 1}"
    ),
    ("DELETE", "/orders/all"): "Successfully deleted all for orders",
}


def grow(ant: Ant, project: Path) -> None:
    for arguments in GROWTH:
        done = ant("generate", *arguments, cwd=project)
        assert (done.returncode, done.stderr) == (0, ""), arguments
        assert done.stdout.startswith("Successfully generated")


def contents(project: Path) -> dict[str, bytes]:
    return {
        path: content
        for path, (_, content) in snapshot(project).items()
        if not path.startswith(".ant") and (project / path).is_file()
    }


def is_kept(old: bytes, new: bytes) -> bool:
    """Whether every byte of the old text is in the new one, in the same order."""
    rest = iter(new)
    return all(byte in rest for byte in old)


def assert_nothing_is_lost(before: dict[str, bytes], after: dict[str, bytes]) -> None:
    changed = {path for path, content in before.items() if after[path] != content}
    assert changed == {
        "api/app.py", "api/startup/Alchemy.py",
        *(f"api/{kind}s/{name}_{kind}.py" for kind in ("route", "service")
          for name in ("users", "user_posts", "orders")),
        *(f"api/repositories/{name}_repository.py" for name in ("users", "user_posts")),
    }  # fmt: skip
    for path in changed:
        assert is_kept(before[path], after[path]), path


def edit(project: Path, path: str, *changes: tuple[str, str]) -> None:
    text = (project / "api" / path).read_bytes().decode()
    for old, new in changes:
        assert old in text, (path, old)
        text = text.replace(old, new)
    (project / "api" / path).write_bytes(text.encode())


def leave_it(project: Path) -> None:
    pass


def write_comments(project: Path) -> None:
    for path in (project / "api").rglob("*.py"):
        lines = path.read_text().splitlines()
        path.write_text("\n".join(f"{line}  # ours" if line == ")" else line for line in lines))
    edit(project, "app.py", ("    load_dotenv()\n", "    load_dotenv()  # first of all!\n"))
    # The older generator leaves such a note in every service; its owner has done what it asks.
    edit(project, "services/users_service.py", ("# TODO:", "# DONE:"))


def use_windows_lines(project: Path) -> None:
    for path in (project / "api").rglob("*.py"):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))


def reformat(project: Path) -> None:
    """As black does: two blank lines around what is at the top, long lines broken."""
    for name in ("users", "user_posts", "orders"):
        path = f"routes/{name}_route.py"
        edit(
            project,
            path,
            ("\n@", "\n\n@"),
            ("import Blueprint, jsonify", "import (\n    Blueprint,\n    jsonify,\n)"),
        )
        path = f"services/{name}_service.py"
        edit(
            project,
            path,
            ("\nclass", "\n\nclass"),
            ("\n\n\n    def", "\n\n    def"),
            ("\nmy", "\n\n\nmy"),
        )


def rename_things(project: Path) -> None:
    edit(project, "app.py", ("app = Flask", "api = Flask"), ("    app.", "    api."))
    edit(project, "app.py", ("@app.", "@api."), ("CORS(app)", "CORS(api)"))
    edit(project, "app.py", ("return app", "return api"))
    users = "routes/users_route.py"
    edit(project, users, ("myUsersService\n", "myUsersService as service\n"))
    edit(project, users, ("= myUsersService.", "= service."), ("users_route():", "everybody():"))
    edit(project, "routes/orders_route.py", ("orders_bp", "bp"))
    edit(project, "app.py", ("import orders_bp", "import bp as orders_bp"))


EDITS = [leave_it, write_comments, use_windows_lines, reformat, rename_things]


@pytest.mark.slow
@pytest.mark.parametrize("change", EDITS)
def test_it_grows_keeps_every_old_byte_and_answers_old_and_new(
    ant: Ant, shop: Path, serve: Serve, change: Edit
) -> None:
    change(shop)
    before = contents(shop)
    grow(ant, shop)
    assert_nothing_is_lost(before, contents(shop))
    server = serve(shop)
    for path, answer in OLD.items():
        assert server.get(path).json == answer, server.log
    for (method, path), answer in NEW.items():
        header = {"Content-Type": "application/json"}
        assert server.request(method, path, b'{"a": 1}', header).json == answer, server.log


def test_no_manifest_appears(ant: Ant, shop: Path) -> None:
    grow(ant, shop)
    assert not (shop / "ant.json").exists()
    assert not (shop / ".ant/applied.json").exists()


@pytest.mark.slow
def test_a_bare_project_gets_its_first_route(ant: Ant, bare: Path, serve: Serve) -> None:
    before = contents(bare)
    assert ant("generate", "route", "users", "--mock", "[]", cwd=bare / "api").returncode == 0
    assert ant("generate", "subroute", "users", "all", cwd=bare / "api/routes").returncode == 0
    after = contents(bare)
    assert {path for path in before if before[path] != after[path]} == {
        "api/app.py", "api/startup/Alchemy.py",
    }  # fmt: skip
    server = serve(bare)
    assert [server.get(path).json for path in ("/", "/users", "/users/all")] == [
        "Your backant backend is working", [], "Your users all route is working!",
    ]  # fmt: skip


def test_a_new_table_is_made_read_and_written(ant: Ant, shop: Path, serve: Serve) -> None:
    grow(ant, shop)
    edit(shop, "services/items_service.py", (
        'return "Your items route is working!"',
        'row = self.repository.add_items("x")\n        again = self.repository.get_by_id(row.id)\n'
        "        gone = self.repository.delete_items(row.id)\n"
        '        return f"{again.model} {gone is again} {self.repository.get_by_id(gone.id)}"',
    ))  # fmt: skip
    assert serve(shop).get("/items").json == "x True None"


def test_undo_puts_back_what_the_last_command_changed(ant: Ant, shop: Path) -> None:
    before = contents(shop)
    assert ant("generate", "route", "items", cwd=shop).returncode == 0
    assert ant("undo", cwd=shop).returncode == 0
    assert contents(shop) == before


def test_a_dry_run_shows_the_change_and_makes_none(ant: Ant, shop: Path) -> None:
    before = snapshot(shop)
    done = ant("generate", "route", "items", "--dry-run", cwd=shop)
    assert "+from routes.items_route import items_bp" in done.stdout.splitlines()
    assert "ant.json" not in done.stdout
    assert snapshot(shop) == before


def test_a_subroute_that_is_there_is_not_added_again(ant: Ant, shop: Path) -> None:
    before = contents(shop)
    done = ant("generate", "subroute", "users", "profile", cwd=shop)
    assert done.stdout == (
        "Warning: Subroute 'profile' already exists in api/routes/users_route.py\n"
    )
    assert (done.returncode, contents(shop)) == (0, before)


def test_a_view_that_moved_to_another_file_still_counts(ant: Ant, shop: Path) -> None:
    (shop / "api/views").mkdir()
    (shop / "api/views/profile.py").write_text(
        "from routes.users_route import users_bp\n\n\n"
        '@users_bp.get("/badge")\ndef badge():\n    return "mine"\n'
    )
    done = ant("generate", "subroute", "users", "badge", cwd=shop)
    assert done.stdout.startswith("Warning: Subroute 'badge' already exists")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("route", "users"), "Error: Route 'users' already exists.\n"),
        (("route", "userposts"), "Error: Routes 'user_posts' and 'userposts' would share"),
        (("route", "static"), "Error: Invalid route name 'static'"),
        (("subroute", "nobody", "x"), "Error: Route 'nobody' does not exist."),
        (("subroute", "users", "users"), "Error: Invalid subroute name 'users'"),
    ],
)
def test_refusals_change_nothing(
    ant: Ant, shop: Path, arguments: tuple[str, ...], message: str
) -> None:
    before = contents(shop)
    done = ant("generate", *arguments, cwd=shop)
    assert done.returncode == 1
    assert done.stderr.startswith(message)
    assert contents(shop) == before


@pytest.mark.parametrize("path", ["app.py", "startup/Alchemy.py"])
def test_a_file_that_is_no_python_is_refused_by_name(ant: Ant, shop: Path, path: str) -> None:
    edit(shop, path, ("def ", "def def "))
    before = contents(shop)
    done = ant("generate", "route", "items", cwd=shop)
    assert (done.returncode, f"'api/{path}'" in done.stderr) == (1, True)
    assert contents(shop) == before


@pytest.mark.parametrize("command", [("apply",), ("destroy", "route", "users")])
def test_what_needs_a_manifest_says_how_to_get_one(
    ant: Ant, shop: Path, command: tuple[str, ...]
) -> None:
    before = contents(shop)
    done = ant(*command, cwd=shop)
    assert (done.returncode, done.stderr.splitlines()[-1]) == (
        1, "  Make one from the code with: ant adopt",
    )  # fmt: skip
    assert contents(shop) == before


@pytest.mark.parametrize(
    "command",
    [
        ("generate", "route", "pets", "name:string"),
        ("generate", "field", "users", "name:string"),
        ("rename", "route", "users", "people"),
    ],
)
@pytest.mark.parametrize("is_adopted", [False, True])
def test_fields_and_new_names_are_refused_in_words(
    ant: Ant, shop: Path, command: tuple[str, ...], is_adopted: bool
) -> None:
    if is_adopted:
        ant("adopt", cwd=shop)
    before = contents(shop)
    done = ant(*command, cwd=shop)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.splitlines() == [
        "Error: This project was made by backant-cli, for SQLAlchemy 1.4 and without"
        " CrudRepository: its routes can neither have fields nor be renamed.",
        "  Generate a new project for them with: ant generate api NAME",
    ]
    assert contents(shop) == before


def test_guards_are_refused_where_the_decorators_keep_nobody_out(ant: Ant, shop: Path) -> None:
    ant("adopt", cwd=shop)
    before = contents(shop)
    for kind, *words in (("route", "pets"), ("subroute", "users", "x")):
        done = ant("generate", kind, *words, "--auth", "role:admin", cwd=shop)
        assert (done.returncode, done.stdout) == (1, "")
        assert done.stderr.splitlines() == [
            "Error: This project was made by backant-cli, whose decorators let through whoever"
            " sends any token, a made-up one as well: it cannot have guards.",
            "  Generate a new project for them with: ant generate api NAME --auth",
        ]
    assert contents(shop) == before
    assert ant("generate", "route", "pets", "--auth", "public", cwd=shop).returncode == 0
    own = "def check_guard(): ...\ndef token_required(view): ...\n"  # those of a new project, say
    (shop / "api/decorators/token_required.py").write_text(own)
    done = ant("generate", "subroute", "pets", "x", "--auth", "token", cwd=shop)
    assert done.returncode == 0
    assert "The tests of tokens are left to you: api/" in done.stdout
    assert not (shop / "tests/test_token_required.py").exists()
