"""What is asked of a route whose rows belong to somebody: for all others they do not exist."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import g
from flask.testing import FlaskClient
from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import aliased

from checks.base import NO_ID, Checks, assert_refused, shared_app
from factories.columns import Column
from factories.factory import Factory, factory_of
from factories.owned import CALLER, OTHER, row_called
from repositories.ownership import unscoped
from startup.Alchemy import Base, db_session

NO_IDS = ("somebody", "", "0", "-1", f"0{CALLER}", f" {CALLER}", f"{CALLER}.0", f"{2**63}", None)
Call = tuple[str, str]

pytest.register_assert_rewrite("checks.base")


class OwnerChecks(Checks):
    """The owner, another one, and whoever sees the rows of everybody, at every URL of a row."""

    @pytest.fixture(autouse=True)
    def _tokens(self, make_token: Callable[..., str], rights: dict[str, Any]) -> None:
        self.make_token, self.rights = make_token, rights

    @property
    def claimed(self) -> list[Column]:
        """The columns by which a row belongs to somebody."""
        return [column for column in self.factory.columns.values() if column.claimed]

    @property
    def roles(self) -> dict[str, str]:
        """The roles that see the rows of everybody, by the claims of which these are."""
        return {claim(column): role(column) for column in self.claimed if role(column)}

    def client_of(self, id: object, *, as_role: bool = False) -> FlaskClient:
        """Return what sends requests as somebody without such a role.

        ``as_role`` with one; what it does not open is the caller's then.
        """
        roles = {*self.rights["roles"]} - {*self.roles.values()}
        own = {claim(column) for column in self.claimed} - {*self.roles}
        claims = {claim(column): id for column in self.claimed}
        claims |= {name: CALLER for name in own if as_role and self.roles}
        claims = {name: value and str(value) for name, value in claims.items()}
        roles |= {*self.roles.values()} if as_role else set()
        client = shared_app().test_client()
        token = self.make_token(**self.rights | claims | {"roles": [*roles]})
        client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {token}"
        return client

    def assert_unknown(self, client: FlaskClient, call: Call, missing: str) -> None:
        """See that a call is answered as one of a row that is not there is."""
        method, path = call
        here, nowhere = (
            client.open(path, method=method, json=self.factory.body(refer=lambda _: CALLER))
            for path in (path, missing)
        )
        assert here.status_code in (403, 404), f"{method} {path}"
        assert here.status_code == nowhere.status_code
        assert here.status_code == 404 or self.roles  # which a guard may ask for, too

    def calls(self, id: int) -> Iterator[Call]:
        """Yield what can be done with a row, and below it."""
        for rule in shared_app().url_map.iter_rules():
            if rule.rule.startswith(f"{self.factory.path}/<int:id>"):
                path = rule.rule.replace("<int:id>", str(id))
                if "<" in path:
                    path = f"{path.partition('<')[0]}{self.linked(id, rule.rule)}"
                for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
                    yield method, path

    def linked(self, id: int, rule: str) -> int:
        """Make a row that is linked to one; return its id."""
        name = rule.split("/")[3]
        table = Base.metadata.tables[f"{self.factory.route}_{name}"]
        far = next(column for column in table.primary_key if f"<int:{column.key}>" in rule)
        other = factory_of(next(iter(far.foreign_keys)).column.table.name).new_id()
        getattr(self.factory.service, f"add_{table.name}")(id, other)
        return other

    def test_another_one_does_not_find_a_row(self) -> None:
        row, other = self.made(), self.client_of(OTHER)
        for call in self.calls(row["id"]):
            missing = call[1].replace(f"/{row['id']}", f"/{NO_ID}", 1)
            self.assert_unknown(other, call, missing)
        assert self.client.get(self.path(row)).get_json() == row

    def test_another_one_cannot_change_what_is_linked_to_a_row(self) -> None:
        row, other = self.made(), self.client_of(OTHER)
        for method, path in self.calls(row["id"]):
            collection, _, id = path.rpartition("/")
            if method == "DELETE" and collection.count("/") == 3:
                other.delete(path)
                assert int(id) in ids(self.client.get(collection)), path

    def test_a_precondition_does_not_tell_that_a_row_is_there(self) -> None:
        row, other = self.made(), self.client_of(OTHER)
        for method in ("PUT", "PATCH", "DELETE"):
            answer = other.open(
                self.path(row), method=method, json={}, headers={"If-Match": '"another"'}
            )
            assert answer.status_code != 412

    def test_another_one_sees_no_row_in_a_list(self) -> None:
        row, other = self.made(), self.client_of(OTHER)
        queries = [{}, {"id": row["id"]}, {"sort": "-id"}, {"per_page": 1}, {"id__ne": 0}]
        for query in queries:
            shown = other.get(self.factory.path, query_string=query)
            assert shown.status_code == 403 or shown.get_json() | {"per_page": 20} == {
                "items": [], "page": 1, "per_page": 20, "total": 0, "pages": 0,
            }  # fmt: skip
            assert self.client.get(self.factory.path, query_string=query).get_json()["total"] == 1

    def test_a_list_below_another_row_shows_whoever_asks_own_rows(self) -> None:
        row, other = self.made(**self.factory.body()), self.client_of(OTHER)
        for name, column in self.factory.columns.items():
            if not column.to or name not in row:
                continue
            start = f"/{column.to}/<int:id>/"
            lists = [
                rule.rule.replace("<int:id>", str(row[name]))
                for rule in shared_app().url_map.iter_rules()
                if rule.rule.startswith(start) and "<" not in rule.rule.removeprefix(start)
            ]
            shown = [self.client.get(path).get_json()["items"] for path in lists]
            assert row[name] is None or any(row in items for items in shown), name
            for path in lists:
                assert row not in (other.get(path).get_json().get("items") or []), path

    def test_nobody_refers_to_the_row_of_another_one(self) -> None:
        row, other = self.made(), self.client_of(OTHER)
        for factory in all_factories():
            for name, column in factory.references.items():
                if column.to != self.factory.route:
                    continue
                body = factory.body()
                here, nowhere = (
                    other.post(factory.path, json={**body, name: id}) for id in (row["id"], NO_ID)
                )
                assert (here.status_code, here.json) == (nowhere.status_code, nowhere.json)
                assert here.status_code == 403 or name in here.get_json()["errors"]

    def test_a_row_belongs_to_whoever_makes_it(self) -> None:
        client = self.client_of(CALLER)
        others = {column.name: row_called(column.to, OTHER) for column in self.claimed}
        made = client.post(self.factory.path, json={**self.factory.body(), **others})
        if made.status_code == 403:  # for a guard asks for a role that sees everything
            assert self.roles
            return
        row = made.get_json()
        assert all(row[name] == CALLER for name in others)
        patched = client.patch(self.path(row), json=others)
        assert patched.status_code == 403 or patched.get_json() == row
        client.put(self.path(row), json={**self.factory.body(), **others})
        assert all(self.stored(row)[name] == CALLER for name in others)

    def test_a_token_that_names_no_row_shows_nothing(self) -> None:
        self.made()
        for wrong in NO_IDS:
            client = self.client_of(wrong)
            shown = client.get(self.factory.path)
            assert shown.status_code == 403 or shown.get_json()["total"] == 0, wrong
            assert_refused(client.post(self.factory.path, json=self.factory.body()), 403)

    def test_a_role_sees_the_rows_of_everybody(self) -> None:
        row, client = self.made(), self.client_of(OTHER, as_role=True)
        shown = client.get(self.factory.path).get_json()
        assert shown["items"] == ([row] if self.roles else [])
        for column in self.claimed:
            if role(column):
                other = row_called(column.to, OTHER)
                patched = client.patch(self.path(row), json={column.name: other})
                assert patched.get_json()[column.name] == other
                made = client.post(self.factory.path, json=self.factory.body())
                assert made.get_json()[column.name] == CALLER

    def test_the_orm_sees_own_rows_alone(self) -> None:
        id, model = self.made()["id"], self.factory.model
        repository: Any = getattr(self.factory.service, "repository")  # noqa: B009
        counted = select(func.count()).select_from(model)
        changes = (update(model).values(id=model.__table__.c.id), delete(model))
        with shared_app().test_request_context():
            g.claims = {claim(column): OTHER for column in self.claimed}
            assert [
                *db_session.scalars(select(model)),
                *db_session.scalars(select(aliased(model))),
            ] == []
            assert (db_session.scalar(counted), db_session.get(model, id)) == (0, None)
            for change in changes:
                assert db_session.execute(change.returning(model.__table__.c.id)).all() == []
            assert not repository.exists(id)
            with unscoped():
                assert db_session.get(model, id) is not None
                assert repository.exists(id)


def claim(column: Column) -> str:
    """Return the claim that a column has to hold."""
    assert column.stored is not None
    return str(column.stored.info["claim"])


def role(column: Column) -> str:
    """Return the role of whoever sees the rows of everybody; '' for nobody."""
    assert column.stored is not None
    return str(column.stored.info.get("all", ""))


def all_factories() -> list[Factory]:
    """Return the factories of all routes."""
    files = sorted((Path(__file__).parent / "factories").glob("*_factory.py"))
    return [factory_of(path.name.removesuffix("_factory.py")) for path in files]


def ids(response: Any) -> list[int]:
    """Return the ids of the rows in a list."""
    return [row["id"] for row in response.get_json()["items"]]
