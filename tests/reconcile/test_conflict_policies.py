"""Carrying a change in by force, or leaving to the owner what would be refused."""

import pytest

from ant.artifacts.project import render_project
from ant.core.errors import CannotMerge, TargetExists
from ant.core.spec import Spec, Subroute
from ant.reconcile.conflict_policy import ConflictPolicy
from ant.reconcile.files import Carried, carry, reconcile
from ant.rendering.migrations.migration import Change
from corpus.edits import Files
from corpus.growth import BASE, applied, with_route, with_subroutes

APP = "api/app.py"
MODELS = "api/startup/Alchemy.py"
SERVICE = "api/services/users_service.py"
ROUTE = "api/routes/users_route.py"
PHOTO = with_subroutes(Subroute("photo", "POST"))
ORDERS = with_route()


def project(spec: Spec, path: str = "", old: str = "", new: str = "") -> Files:
    """A fresh project in which one text became another."""
    files = render_project(spec)
    if path:
        assert old.encode() in files[path]
        files[path] = files[path].replace(old.encode(), new.encode(), 1)
    return files


def forced(files: Files, old: Spec) -> Carried:
    """What taking it out by force comes to, where it is refused otherwise."""
    with pytest.raises(CannotMerge):
        reconcile(files, old, BASE)
    carried = carry(files, Change(old, BASE), ConflictPolicy.FORCED)
    assert carried.unresolved == ()
    return carried


def by_hand(files: Files, old: Spec, new: Spec) -> Carried:
    """What is done, and what is left, of a step that is refused otherwise."""
    with pytest.raises(CannotMerge):
        reconcile(files, old, new)
    carried = carry(files, Change(old, new), ConflictPolicy.BY_HAND)
    assert carried.unresolved
    assert carried.discarded == ()
    return carried


@pytest.mark.parametrize("policy", ConflictPolicy)
def test_every_policy_does_the_same_where_nothing_is_in_the_way(policy: ConflictPolicy) -> None:
    files = project(ORDERS)
    carried = carry(files, Change(ORDERS, BASE), policy)
    assert carried[:3] == (reconcile(files, ORDERS, BASE), (), ())


def but_migrations(files: dict[str, bytes]) -> dict[str, bytes]:
    """The rest: a change that is taken back leaves one migration more."""
    return {path: files[path] for path in files if "/migrations/versions/" not in path}


def test_an_edited_file_of_a_route_goes_by_force_and_is_told() -> None:
    path = "api/services/orders_service.py"
    files = project(ORDERS, path, "is working!", "is mine!")
    carried = forced(files, ORDERS)
    assert carried.discarded == (path,)
    assert but_migrations(applied(files, carried.plan)) == project(BASE)


@pytest.mark.parametrize(
    ("spec", "path", "old", "new"),
    [
        (PHOTO, SERVICE, "Successfully created", "Made"),
        (PHOTO, SERVICE, "        return f\"Succ", "        # mine\n        return f\"Succ"),
        (PHOTO, ROUTE, '@users_bp.post("/photo")', '@guarded\n@users_bp.post("/picture")'),
        (ORDERS, APP, "(orders_bp)", "(orders_bp, url_prefix='/o')"),
        (ORDERS, APP, "(orders_bp)", "(orders_bp)  # mine"),
        (ORDERS, MODELS, 'import_module("models.Orders_model")',
         "from models.Orders_model import Orders"),
    ],
)  # fmt: skip
def test_a_changed_unit_goes_by_force_and_nothing_else(
    spec: Spec, path: str, old: str, new: str
) -> None:
    files = project(spec, path, old, new)
    carried = forced(files, spec)
    assert carried.discarded == (path,)
    assert but_migrations(applied(files, carried.plan)) == project(BASE)


@pytest.mark.parametrize(
    ("path", "old", "new", "told"),
    [
        (APP, "    app.register_blueprint(orders_bp)\n",
         "    for each in (orders_bp,):\n        app.register_blueprint(each)\n",
         "no edit of the list is safe"),
        (APP, "    return app", "    print(orders_bp)\n    return app", "is still used here"),
        (MODELS, 'import_module("models.Orders_model")',
         "from models.Orders_model import Orders; print(Orders)", "is not as it was generated"),
    ],
)  # fmt: skip
def test_what_cannot_be_edited_surely_is_refused_even_by_force(
    path: str, old: str, new: str, told: str
) -> None:
    files = project(ORDERS, path, old, new)
    with pytest.raises(CannotMerge) as caught:
        carry(files, Change(ORDERS, BASE), ConflictPolicy.FORCED)
    assert told in str(caught.value)
    assert "Remove this by hand" in str(caught.value)


def test_a_method_that_is_no_longer_one_is_refused_even_by_force() -> None:
    old = "    def create_photo(self"
    files = project(PHOTO, SERVICE, old, f"    create_photo = print\n\n{old}")
    with pytest.raises(CannotMerge):
        carry(files, Change(PHOTO, BASE), ConflictPolicy.FORCED)


def test_what_is_left_to_the_owner_is_told_and_all_else_is_done() -> None:
    old = "    app.register_blueprint(default_bp)\n    app.register_blueprint(users_bp)\n"
    files = project(BASE, APP, old, f"    return app\n{old}")
    carried = by_hand(files, BASE, ORDERS)
    after = applied(files, carried.plan)
    assert {path for path, content in render_project(ORDERS).items() if after[path] != content} == {
        APP
    }
    assert after[APP] == files[APP]
    text = "\n".join(map(str, carried.unresolved))
    assert "from routes.orders_route import orders_bp" in text
    assert "app.register_blueprint(orders_bp)" in text


def test_a_deleted_file_leaves_its_units_to_the_owner() -> None:
    files = project(BASE)
    del files[SERVICE]
    carried = by_hand(files, BASE, PHOTO)
    after = applied(files, carried.plan)
    assert after[ROUTE] == render_project(PHOTO)[ROUTE]
    assert SERVICE not in after
    assert any("def create_photo(self" in str(problem) for problem in carried.unresolved)


def test_what_is_half_done_by_hand_is_not_made_wrong() -> None:
    files = project(ORDERS, APP, "(orders_bp)", "(orders_bp, url_prefix='/o')")
    carried = by_hand(files, ORDERS, BASE)
    after = applied(files, carried.plan)
    assert after[APP] == files[APP]
    assert [problem.hint for problem in carried.unresolved] == [
        "Remove this by hand:\n    app.register_blueprint(orders_bp, url_prefix='/o')",
        "Remove this by hand:\n    from routes.orders_route import orders_bp",
    ]


def test_a_file_in_the_way_of_a_new_one_is_refused_in_every_manner() -> None:
    files = {**project(BASE), "api/services/orders_service.py": b"mine = 1\n"}
    for policy in ConflictPolicy:
        with pytest.raises(TargetExists):
            carry(files, Change(BASE, ORDERS), policy)
