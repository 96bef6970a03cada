"""The tables that belong to no route come and go as the spec says, on both databases."""

from ant.core.spec import Spec
from ant.rendering.migrations.migration import Change, Head, render_migration
from support.migrations import Carry, spec_of
from support.models import models_of

OFF = spec_of(users={"name": "string:required"})
ON = OFF._replace(idempotency=True)
KEYS = """
Table('idempotency_keys', metadata, Column('id', String(64), primary_key=True),
      Column('fingerprint', String(64), nullable=False), Column('status', Integer, nullable=False),
      Column('headers', DOCUMENT, nullable=False), Column('body', Text, nullable=False),
      Column('created_at', MOMENT, nullable=False, index=True))
"""


def text_of(old: Spec | None, new: Spec) -> str:
    migration = render_migration(Change(old, new), Head())
    assert migration
    return migration.content.decode()


def test_the_table_of_keys_comes_and_goes(carry: Carry, url: str) -> None:
    on, off = text_of(OFF, ON), text_of(ON, OFF)
    without, with_it = models_of(OFF), models_of(ON) + KEYS
    results = carry(
        url,
        ["migrate", text_of(None, OFF), "upgrade"], ["migrate", on, "upgrade"],
        ["differences", with_it],
        ["migrate", off, "upgrade"], ["differences", without],
        ["migrate", off, "downgrade"], ["differences", with_it],
        ["migrate", on, "downgrade"], ["differences", without],
    )  # fmt: skip
    assert [results[place] for place in (2, 4, 6, 8)] == [[], [], [], []]


def test_a_new_project_has_the_table_at_once(carry: Carry, url: str) -> None:
    results = carry(
        url, ["migrate", text_of(None, ON), "upgrade"], ["differences", models_of(ON) + KEYS]
    )
    assert results[-1] == []


def test_another_route_does_not_touch_it() -> None:
    orders = spec_of(users={"name": "string:required"}, orders={"total": "integer"})
    assert "idempotency" not in text_of(ON, orders._replace(idempotency=True))
