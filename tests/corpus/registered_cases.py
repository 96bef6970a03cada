"""How people register blueprints with a prefix: out of lists, below others, one by one."""

from corpus.app_cases import DEFINED, IMPORTED, REGISTERED
from corpus.edits import APP, Edit, Files, new_file, swap

HOME, USERS = REGISTERED.splitlines(keepends=True)
PREFIXED = 'app.register_blueprint(bp, url_prefix=f"/api/v1{bp.url_prefix}")\n'
V1 = 'v1 = Blueprint("v1", __name__, url_prefix="/api/v1")\n'
BLUEPRINT = swap(APP, "import Flask\n", "import Blueprint, Flask\n")
SITE = "api/routes/__init__.py"


def wired(text: str, above: str = "") -> tuple[Edit, ...]:
    """Other lines where blueprints are registered, and above the factory."""
    lines = f"{above}\n\n\n{DEFINED}" if above else DEFINED
    return swap(APP, REGISTERED, text), swap(APP, DEFINED, lines)


def loop(items: str, names: str = "bp", call: str = PREFIXED) -> str:
    """A loop that registers what is in a list."""
    return f"    for {names} in {items}:\n        {call}"


PLACED: dict[str, tuple[Edit, ...]] = {
    "a tuple in the loop": wired(HOME + loop("(users_bp,)")),
    "a list in the loop": wired(loop("[default_bp, users_bp]")),
    "a list over several lines": wired(loop("[\n        default_bp,\n        users_bp,\n    ]")),
    "a list without a last comma": wired(loop("[\n        default_bp,\n        users_bp\n    ]")),
    "a list with comments": wired(loop(
        "(\n        default_bp,  # home\n        users_bp,  # us\n    )")),
    "a constant": wired(HOME + loop("ALL"), "ALL = [users_bp]"),
    "a constant with a type": (BLUEPRINT, *wired(
        HOME + loop("ALL"), "ALL: tuple[Blueprint, ...] = (users_bp,)")),
    "a constant in another one": wired(loop("[default_bp, *API]"), "API = [users_bp]"),
    "a sum of lists": wired(loop("[default_bp] + [users_bp]")),
    "a variable of the factory": wired(f"    every = [default_bp, users_bp]\n{loop('every')}"),
    "a condition in the loop": wired(HOME + loop(
        "[users_bp]", call=f"if bp.name:\n            {PREFIXED}")),
    "pairs with the prefix": wired(HOME + loop(
        '[(users_bp, "/api/v1/users")]', "bp, at", "app.register_blueprint(bp, url_prefix=at)\n")),
    "below another blueprint": (BLUEPRINT, *wired(
        f"{HOME}    {V1}    v1.register_blueprint(users_bp)\n    app.register_blueprint(v1)\n")),
    "below one of the module": (BLUEPRINT, *wired(
        f"{HOME}    app.register_blueprint(v1)\n", f"{V1}v1.register_blueprint(users_bp)")),
    "below another one in a loop": (BLUEPRINT, *wired(
        f"{HOME}    {V1}{loop('[users_bp]', call='v1.register_blueprint(bp)')}\n"
        "    app.register_blueprint(v1)\n")),
    "a prefix as a text": wired(USERS.replace("bp)", 'bp, url_prefix="/api/v1/users")') + HOME),
    "a prefix with the blueprint's own": wired(
        HOME + USERS.replace("bp)", 'bp, url_prefix=f"/api/v1{users_bp.url_prefix}")')),
    "a prefix in two parts": wired(
        HOME + USERS.replace("bp)", 'bp, url_prefix=V1 + "/users")'), 'V1 = "/api/v1"'),
}  # fmt: skip
"""The new blueprint is registered as that of users is."""

OUT_OF_SIGHT: dict[str, tuple[Edit, ...]] = {
    "a dictionary": wired(HOME + loop(
        '{users_bp: "/api/v1/users"}.items()', "bp, at",
        "app.register_blueprint(bp, url_prefix=at)\n")),
    "a comprehension": wired(f"{HOME}    [{PREFIXED[:-1]} for bp in (users_bp,)]\n"),
    "a function for one": (BLUEPRINT, *wired(
        f"{HOME}    put(app, users_bp)\n",
        f"def put(app: Flask, bp: Blueprint) -> None:\n    {PREFIXED}")),
    "blueprints of modules": (
        swap(APP, IMPORTED, IMPORTED.replace("from routes.users_route import users_bp",
                                             "import routes.users_route as u")),
        *wired(HOME + loop("[u.users_bp]"))),
}  # fmt: skip
"""Where the new one belongs cannot be told, or not how it is registered."""


def elsewhere(files: Files) -> None:
    """Register all blueprints in another file, with a prefix."""
    for edit in (
        swap(APP, IMPORTED, "from routes import register_routes\n"),
        swap(APP, REGISTERED, "    register_routes(app)\n"),
        new_file(SITE, f"{IMPORTED}\n\ndef register_routes(app):\n"
                       f"    for bp in (default_bp, users_bp):\n        {PREFIXED}"),
    ):  # fmt: skip
        edit(files)
