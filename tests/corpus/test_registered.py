"""A new blueprint is registered beside its kin, with what these are registered with."""

from pathlib import Path

import pytest

from ant.artifacts.project import render_project
from ant.core.errors import CannotMerge
from ant.core.names.renames import Renames
from ant.core.names.route_names import RouteNames
from ant.core.planning.consent import Consent
from ant.core.spec import Route
from ant.reconcile.files import reconcile
from corpus.by_hand import carried_out
from corpus.edits import APP, Case, Files, write
from corpus.growth import BASE, applied, edited, grown, with_route
from corpus.registered_cases import OUT_OF_SIGHT, PLACED
from support.grown import ask
from support.sampling import sampled

ORDERS = with_route()
GOODS = BASE._replace(routes=(*BASE.routes, Route(RouteNames("goods"))))
TOLD = ("pairs with the prefix", "a prefix as a text", "a prefix in two parts")
"""Where the name of a route is in a text, which is its owner's to change."""


def files_of(name: str) -> Files:
    return edited(Case((PLACED | OUT_OF_SIGHT)[name]))


@pytest.mark.parametrize("name", PLACED)
def test_it_comes_and_goes_and_leaves_no_trace(name: str) -> None:
    files = files_of(name)
    after = grown(files, BASE, ORDERS)
    assert after[APP] != files[APP]
    assert reconcile(after, ORDERS, ORDERS).effective == ()
    assert grown(after, ORDERS, BASE)[APP] == files[APP]


@pytest.mark.parametrize("name", PLACED)
def test_it_is_called_otherwise_with_its_route(name: str) -> None:
    after = grown(files_of(name), BASE, ORDERS)
    consent = Consent(renames=Renames(routes={"orders": "goods"}))
    if name in TOLD:
        with pytest.raises(CannotMerge, match="would be called something else"):
            reconcile(after, ORDERS, GOODS, consent)
        return
    renamed = applied(after, reconcile(after, ORDERS, GOODS, consent))
    assert renamed[APP] == grown(files_of(name), BASE, GOODS)[APP]


@pytest.mark.slow
@pytest.mark.parametrize("name", sampled(PLACED, every=3))
def test_it_answers_under_the_same_prefix(name: str, tmp_path: Path, project_python: Path) -> None:
    write(grown(files_of(name), BASE, ORDERS), tmp_path)
    paths = ("/api/v1/users", "/api/v1/orders", "/orders")
    found = ask(project_python, tmp_path, *(("GET", path, None) for path in paths))
    assert [status for status, _ in found] == [200, 200, 404]


@pytest.mark.parametrize("name", OUT_OF_SIGHT)
def test_what_cannot_be_followed_is_refused_until_somebody_has_done_it(name: str) -> None:
    files = files_of(name)
    before = dict(files)
    with pytest.raises(CannotMerge) as caught:
        reconcile(files, BASE, ORDERS)
    assert files == before
    assert "prefix" in caught.value.problems[-1].message
    assert "orders_bp" in (caught.value.problems[-1].hint or "")
    assert "    app.register_blueprint(orders_bp)" not in (caught.value.problems[-1].hint or "")


def test_the_line_of_a_function_for_one_is_shown_and_is_enough() -> None:
    files = files_of("a function for one")
    with pytest.raises(CannotMerge) as caught:
        reconcile(files, BASE, ORDERS)
    assert (caught.value.problems[-1].hint or "").endswith("\n    put(app, orders_bp)")
    done = carried_out(files, caught.value.problems)
    assert grown(done, BASE, ORDERS)[APP] == done[APP]


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("a dictionary", '"/api/v1/users"', '"/api/v1/users", orders_bp: "/api/v1/orders"'),
        ("a comprehension", "(users_bp,)", "(users_bp, orders_bp)"),
        ("blueprints of modules", "[u.users_bp]", "[u.users_bp, o.orders_bp]"),
    ],
)
def test_what_somebody_has_put_where_it_belongs_counts_as_done(
    name: str, old: str, new: str
) -> None:
    files = files_of(name)
    line = "import routes.orders_route as o\n" if "o." in new else (
        "from routes.orders_route import orders_bp\n"
    )  # fmt: skip
    text = files[APP].decode()
    assert old in text
    text = text.replace(old, new).replace("from startup.Alchemy", f"{line}from startup.Alchemy")
    files[APP] = text.encode()
    assert grown(files, BASE, ORDERS)[APP] == files[APP]


def test_one_with_its_own_url_alone_has_no_prefix_that_another_would_get() -> None:
    text = "    app.register_blueprint(users_bp)\n"
    files = edited(Case(()))
    files[APP] = files[APP].replace(text.encode(), text.replace(")", ', url_prefix="/p")').encode())
    after = grown(files, BASE, ORDERS)
    assert b"    app.register_blueprint(orders_bp)\n" in after[APP]


def test_where_some_have_a_prefix_and_some_have_none_nobody_can_tell() -> None:
    two = BASE._replace(routes=(*BASE.routes, Route(RouteNames("tags"))))
    three = two._replace(routes=(*two.routes, Route(RouteNames("orders"))))
    files = render_project(two)
    text = files[APP].decode()
    files[APP] = text.replace("(users_bp)", '(users_bp, url_prefix="/api/v1/users")').encode()
    with pytest.raises(CannotMerge, match="not clear with which prefix"):
        reconcile(files, two, three)
