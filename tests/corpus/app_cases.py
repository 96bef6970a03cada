"""How people rearrange ``app.py`` and ``Alchemy.py``, where routes are wired."""

from corpus.edits import APP, MODELS, Case, end_with, new_file, swap, without

REGISTERED = "    app.register_blueprint(default_bp)\n    app.register_blueprint(users_bp)\n"
IMPORTED = "from routes.default_route import default_bp\nfrom routes.users_route import users_bp\n"
DEFINED = "def create_app(settings: Environment = myEnvironment) -> Flask:\n"
LOADED = '    import_module("models.Default_model")\n    import_module("models.Users_model")\n'


def helper(call: str, parameter: str = "web", receiver: str = "web") -> tuple[Case, ...]:
    """Registrations in a function of their own."""
    body = REGISTERED.replace("app.", f"{receiver}.")
    function = f"def register({parameter}: Flask) -> None:\n{body}\n\n"
    return (Case((swap(APP, REGISTERED, call), swap(APP, DEFINED, function + DEFINED))),)


def registered(text: str, refused: str = "", boots: bool = True) -> Case:
    """Other lines where the blueprints are registered."""
    return Case((swap(APP, REGISTERED, text),), {"route": refused} if refused else {}, boots)


def imported(text: str, refused: str = "", boots: bool = True) -> Case:
    """Other lines where the blueprints are imported."""
    return Case((swap(APP, IMPORTED, text),), {"route": refused} if refused else {}, boots)


def loaded(text: str, *more: tuple[str, str], leaves_imports: bool = False) -> Case:
    """Other lines where the models are imported."""
    edits = (swap(MODELS, LOADED, text), *(swap(MODELS, *addition) for addition in more))
    return Case(edits, leaves_imports=leaves_imports)


LOCAL = "".join(f"    {line}\n" for line in IMPORTED.splitlines())
FACTORY = swap(APP, IMPORTED, "")
SECOND = "\n\ndef create_admin() -> Flask:\n    admin = Flask('admin')\n{}    return admin\n"

APP_CASES = {
    "comment above the return": registered(f"{REGISTERED}    # all of them\n"),
    "comment on the last registration": registered(f"{REGISTERED[:-1]}  # mine, keep\n"),
    "app under another name": Case(
        (
            swap(APP, "    app", "    web"), swap(APP, "(app", "(web"),
            swap(APP, "n app\n", "n web\n"),
        )
    ),
    "create_app with parameters": Case(
        (swap(APP, "(settings: Environment", "(config: str = '', settings: Environment"),)
    ),
    "create_app under another name": Case(
        (swap(APP, "create_app", "make_app"), end_with(APP, "\n\ncreate_app = make_app\n"))
    ),
    "create_app async": Case((swap(APP, "def create_app", "async def create_app"),), {}, False),
    "registrations in if": registered(
        "    if not app.debug:\n" + REGISTERED.replace("    app", "        app")
    ),
    "registrations in if and else": registered(
        "    if app.debug:\n        print('debug')\n    else:\n"
        + REGISTERED.replace("    app", "        app")
    ),
    "registrations in a loop": registered(
        "    for each in (default_bp, users_bp):\n        app.register_blueprint(each)\n"
    ),
    "registrations in a loop over a module's list": Case(
        (
            swap(APP, REGISTERED, "    for each in ALL:\n        app.register_blueprint(each)\n"),
            swap(APP, DEFINED, f"ALL = [default_bp, users_bp]\n\n\n{DEFINED}"),
        )
    ),
    "registrations in a helper": helper("    register(app)\n")[0],
    "registrations in a helper, as app": helper("    register(app)\n", "app", "app")[0],
    "registrations in a helper that is not called": helper("    pass\n")[0],
    "registrations with a prefix": registered(
        REGISTERED.replace("(users_bp)", '(users_bp, url_prefix="/people")')
    ),
    "registrations in with": registered(
        "    with app.app_context():\n" + REGISTERED.replace("    app", "        app")
    ),
    "registrations in try and finally": registered(
        "    try:\n" + REGISTERED.replace("    app", "        app") + "    finally:\n        pass\n"
    ),
    "registrations in try and except": registered(
        "    try:\n" + REGISTERED.replace("    app", "        app")
        + "    except ValueError:\n        raise\n"
    ),
    "registrations in match": registered(
        "    match app.debug:\n        case _:\n" + REGISTERED.replace("    app", "            app")
    ),
    "registrations on one line": registered(
        "    app.register_blueprint(default_bp); app.register_blueprint(users_bp)\n"
    ),
    "registrations with backslashes": registered(
        "    app.register_blueprint(default_bp)\n"
        "    app. \\\n        register_blueprint(users_bp)\n"
    ),
    "registration of one's own in between": registered(
        REGISTERED + "    app.add_url_rule('/hi', view_func=lambda: 'hi')\n"
    ),
    "registrations on a blueprint": Case(
        (
            swap(APP, REGISTERED, "    v1 = Blueprint('v1', __name__, url_prefix='/v1')\n"
                 + REGISTERED.replace("app.", "v1.") + "    app.register_blueprint(v1)\n"),
            swap(APP, "import Flask\n", "import Blueprint, Flask\n"),
        ),
    ),
    "registrations behind a return": registered(
        f"    return app\n{REGISTERED}", "behind a return", False
    ),
    "registrations on an attribute": registered(
        "    app.web = app\n" + REGISTERED.replace("app.", "app.web."), "not clear", False
    ),
    "no registrations, and the app wrapped": Case(
        (swap(APP, REGISTERED, ""), swap(APP, "return app", "return (app)"))
    ),
    "no registrations, and no app returned": Case(
        (swap(APP, REGISTERED, ""), swap(APP, "return app", "return None")),
        {"route": "none makes and returns"}, False,
    ),
    "no registrations, a comment above the return": registered("    # nothing\n"),
    "registrations in a class": Case(
        (
            swap(APP, REGISTERED, "    Wiring().wire(app)\n"),
            swap(APP, DEFINED, "class Wiring:\n    def wire(self, app: Flask) -> None:\n"
                 + REGISTERED.replace("    app", "        app") + f"\n\n{DEFINED}"),
        ),
    ),
    "no registrations, and a return before the last": Case(
        (swap(APP, REGISTERED, "    return app\n"),), {"route": "none makes and returns"}, False
    ),
    "a second application": Case((end_with(APP, SECOND.format("")),)),
    "a second application with the same blueprint": Case(
        (end_with(APP, SECOND.format("    admin.register_blueprint(default_bp)\n")),)
    ),
    "two factories and no create_app": Case(
        (
            swap(APP, "create_app", "one"),
            end_with(APP, SECOND.format("    admin.register_blueprint(default_bp)\n")),
        ), {}, False,
    ),
    "an application in the module": Case(
        (end_with(APP, "\n\nwsgi = create_app()\n"),)
    ),
    "imports in the factory": Case((FACTORY, swap(APP, REGISTERED, LOCAL + REGISTERED))),
    "imports in the factory, after the docstring": Case(
        (FACTORY, swap(APP, "    settings.check()\n", f"{LOCAL}\n    settings.check()\n"))
    ),
    "imports under other names": Case(
        (
            swap(APP, "import default_bp", "import default_bp as home"),
            swap(APP, "import users_bp", "import users_bp as people"),
            swap(APP, "(default_bp)", "(home)"), swap(APP, "(users_bp)", "(people)"),
        )
    ),
    "imports over several lines": imported(
        "from routes.default_route import (\n    default_bp,\n)\n"
        "from routes.users_route import (  # people\n    users_bp,\n)\n"
    ),
    "imports in another order": imported(
        "from routes.users_route import users_bp\nfrom routes.default_route import default_bp\n"
    ),
    "imports with comments": imported(
        "# ours\nfrom routes.default_route import default_bp  # home\n\n# people\n"
        "from routes.users_route import users_bp  # noqa: I001\n"
    ),
    "imports with backslashes": imported(
        IMPORTED.replace("users_route import ", "users_route \\\n    import ")
    ),
    "imports on one line": imported(IMPORTED.replace("bp\nfrom", "bp; from")),
    "imports at the end of the file": Case(
        (FACTORY, end_with(APP, f"\n\n{IMPORTED.replace(chr(10), '  # noqa' + chr(10))}"))
    ),
    "imports in try": Case(
        (
            swap(APP, IMPORTED, ""),
            swap(APP, DEFINED, "try:\n" + LOCAL + "except ImportError:\n    raise\n\n\n" + DEFINED),
        )
    ),
    "imports of modules": Case(
        (
            swap(APP, IMPORTED, "import routes.default_route as d\n"
                 "import routes.users_route as u\n"),
            swap(APP, "(default_bp)", "(d.default_bp)"), swap(APP, "(users_bp)", "(u.users_bp)"),
        )
    ),
    "imports by a star": imported(
        "from routes.default_route import *\nfrom routes.users_route import *\n"
    ),
    "imported for typing alone": Case(
        (
            swap(APP, "import CORS\n", "import CORS\nfrom typing import TYPE_CHECKING\n"),
            swap(APP, DEFINED, "if TYPE_CHECKING:\n    from routes.orders_route import orders_bp\n"
                 f"\n\n{DEFINED}"),
        ), {"route": "already means something else"},
    ),
    "the new name taken": Case(
        (swap(APP, DEFINED, f"orders_bp = None\n\n\n{DEFINED}"),),
        {"route": "already means something else"},
    ),
    "the new name taken in the factory": registered(
        f"    orders_bp = 1\n{REGISTERED}", "already means something else"
    ),
    "not Python": Case((end_with(APP, "\n)\n"),), {"route": "not Python"}, False),
    "no app.py": Case((without(APP),), {"route": "the file is not there"}, False),
    "blueprints listed elsewhere": Case(
        (
            swap(APP, IMPORTED, "from startup.wiring import wire\n"),
            swap(APP, REGISTERED, "    wire(app)\n"),
            new_file("api/startup/wiring.py", f'"""Wiring."""\n\n{IMPORTED}\n\ndef wire(app):\n'
                     f"{REGISTERED}"),
        )
    ),
    "models with comments": loaded(f"    # mine\n{LOADED[:-1]}  # people\n    # end\n"),
    "models in a loop": loaded(
        '    for each in ("Default", "Users"):\n        import_module(f"models.{each}_model")\n'
    ),
    "models as statements": loaded(
        "    import models.Default_model\n    import models.Users_model  # noqa: F401\n",
        ("from importlib import import_module\n\n", ""),
    ),
    "models by from": loaded(
        "    from models.Default_model import Default\n    from models.Users_model import Users\n"
    ),
    "models in if": loaded("    if engine:\n" + LOADED.replace("    imp", "        imp")),
    "models by importlib": loaded(
        LOADED.replace("import_module", "importlib.import_module"),
        ("from importlib import import_module", "import importlib"),
    ),
    "models by another name": loaded(
        LOADED.replace("import_module(", "load("),
        ("import import_module", "import import_module as load"),
    ),
    "models in init_db": Case(
        (
            swap(MODELS, "def import_models() -> None:\n"
                 '    """Make every model known to ``Base.metadata``."""\n' + LOADED + "\n\n", ""),
            swap(MODELS, "    import_models()\n", LOADED),
        )
    ),
    "no place for models": Case(
        (swap(MODELS, "def import_models", "def load_models"), swap(MODELS, LOADED, "    pass\n"),
         swap(MODELS, "import_models()", "load_models()"), swap(MODELS, "init_db", "start")),
        {"route": "no import of a model"}, False,
    ),
}  # fmt: skip
