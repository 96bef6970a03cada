"""What the new names of routes and fields change in a spec, and what they leave as it is."""

import pytest

from ant.core.names.renames import Renames, renamed
from support.migrations import spec_of

SPEC = spec_of(
    users={"name": "string"},
    orders={"total": "decimal", "user": "reference:to=users"},
    labels={"content": "string"},
)


@pytest.mark.parametrize(
    ("renames", "concerned"),
    [
        (Renames(fields={("users", "name"): "title"}), ["users"]),
        (Renames(routes={"users": "people"}), ["users", "orders"]),
        (
            Renames(routes={"labels": "tags"}, fields={("orders", "total"): "sum"}),
            ["orders", "labels"],
        ),
        (Renames(), []),
    ],
)
def test_routes_that_no_new_name_concerns_are_the_very_same(
    renames: Renames, concerned: list[str]
) -> None:
    pairs = zip(SPEC.routes, renamed(SPEC, renames).routes, strict=True)
    assert [route.names.text for route, after in pairs if route is not after] == concerned
