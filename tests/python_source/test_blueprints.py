"""Which blueprints an application serves, however they are registered."""

import pytest

from ant.python_source.blueprints import (
    Blueprint,
    defined_blueprints,
    parse_modules,
    registered_blueprints,
)

ONE = 'from flask import Blueprint\none_bp = Blueprint("one", __name__, url_prefix="/one")\n'
TWO = ONE.replace("one", "two")
LOOP = "    for bp in bps:\n        app.register_blueprint(bp)\n"
USUAL = "from routes.one_route import one_bp\nfrom routes.two_route import two_bp\n"


def registered(app: str, **more: str) -> list[tuple[str, str, str]]:
    """Module, variable and prefix of what is registered, in order."""
    tree = {
        "api/app.py": app, "api/routes/one_route.py": ONE, "api/routes/two_route.py": TWO,
        **{f"api/{name}.py": text for name, text in more.items()},
    }  # fmt: skip
    modules = parse_modules({path: text.encode() for path, text in tree.items()})
    return [
        (*origin, registration.prefix)
        for origin, registration in registered_blueprints(modules).items()
    ]


IN_ORDER = [("routes.one_route", "one_bp", "/one"), ("routes.two_route", "two_bp", "/two")]


@pytest.mark.parametrize(
    "app",
    [
        f"{USUAL}app.register_blueprint(one_bp)\napp.register_blueprint(two_bp)",
        f"{USUAL}for bp in (one_bp, two_bp):\n    app.register_blueprint(bp)",
        f"{USUAL}bps = [one_bp, two_bp]\ndef f(app):\n{LOOP}",
        f"{USUAL}def f(app, bps):\n{LOOP}f(a, [one_bp, two_bp])",
        "from routes.one_route import one_bp as a\nfrom routes.two_route import two_bp as b\n"
        "x.register_blueprint(a)\nx.register_blueprint(b)",
        "def f(app):\n    from routes.one_route import one_bp\n    app.register_blueprint(one_bp)\n"
        "    from routes.two_route import two_bp\n    app.register_blueprint(two_bp)",
        "from routes import one_route, two_route\napp.register_blueprint(one_route.one_bp)\n"
        "app.register_blueprint(two_route.two_bp)",
        "import routes.one_route\nimport routes.two_route as two\n"
        "app.register_blueprint(routes.one_route.one_bp)\napp.register_blueprint(two.two_bp)",
        "from routes import one_route, two_route\n"
        "for bp in one_route.one_bp, two_route.two_bp:\n    app.register_blueprint(bp)",
        f"{USUAL}if DEBUG:\n    app.register_blueprint(one_bp)\n"
        "try:\n    app.register_blueprint(two_bp)\nfinally:\n    pass",
    ],
    ids=["calls", "loop", "list", "helper", "aliases", "inside", "modules", "dotted", "both", "if"],
)  # fmt: skip
def test_registrations_are_found_in_their_order(app: str) -> None:
    assert registered(app) == IN_ORDER


def test_what_is_imported_but_not_registered_is_not_served() -> None:
    assert registered(f"{USUAL}app.register_blueprint(one_bp)") == IN_ORDER[:1]


def test_a_registration_in_another_module_counts() -> None:
    helper = f"{USUAL}def register(app):\n    bps = [one_bp, two_bp]\n{LOOP}"
    assert registered("import startup.blueprints", **{"startup/blueprints": helper}) == IN_ORDER


def test_a_blueprint_of_the_same_file_is_registered_alone() -> None:
    app = f'{USUAL}from flask import Blueprint\nme = Blueprint("m", "m")\na.register_blueprint(me)'
    assert registered(app) == [("app", "me", "")]


def test_the_prefix_of_the_registration_wins() -> None:
    app = f'{USUAL}app.register_blueprint(one_bp, url_prefix="/v2")'
    assert registered(app) == [("routes.one_route", "one_bp", "/v2")]


def test_the_application_is_served_whatever_it_is_called() -> None:
    app = (
        "import flask\ndef create():\n    api: flask.Flask = flask.Flask(__name__)\n    return api"
    )
    assert registered(app) == [("app", "api", "")]


def test_blueprints_are_known_before_they_are_registered() -> None:
    code = b"from flask import Blueprint as B, Flask\nx_bp = B('x', 'x')\ny: B = B('y', 'y')\n"
    modules = parse_modules({"api/a.py": code + b"z = Flask('z')\nw = other('w')"})
    assert defined_blueprints(modules) == {
        ("a", "x_bp"): Blueprint("x_bp", ""), ("a", "y"): Blueprint("y", ""),
    }  # fmt: skip


def test_the_prefixes_of_blueprints_that_one_is_registered_on_come_before_its_own() -> None:
    app = f"""{USUAL}from flask import Blueprint
inner = Blueprint("inner", __name__, url_prefix="/v1/")
outer = Blueprint("outer", __name__)
inner.register_blueprint(one_bp)
inner.register_blueprint(two_bp, url_prefix="")
outer.register_blueprint(inner)
app.register_blueprint(outer, url_prefix="/api")
"""
    found = {variable: prefix for _, variable, prefix in registered(app)}
    assert found == {
        "one_bp": "/api/v1/one",
        "two_bp": "/api/v1",
        "inner": "/api/v1/",
        "outer": "/api",
    }
