"""What is asked of a route whose rows are kept when they are deleted: nobody finds them."""

import re
from collections.abc import Callable
from typing import Any, ClassVar

import pytest
from sqlalchemy import delete, event, func, select, update
from sqlalchemy.orm import aliased
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from checks.base import ANY_VERSION, CASES, Cases, Checks, assert_refused, shared_app
from factories.factory import Body, Factory, factory_of
from repositories.deletion import deletion_of, with_deleted
from startup.Alchemy import Base, autocommit_engine, db_session, engine

pytest.register_assert_rewrite("checks.base")


def _keys(factory: Factory) -> Cases:
    """Give what is unique among rows that are not deleted, where clients can send the values."""
    return {
        ", ".join(key.columns): key
        for key in getattr(factory, "unique_keys", ())
        if factory.sent.keys() >= {*key.columns}
        and factory.writable.keys() >= key.conditions - {"deleted_at"}
    }


def _referring(factory: Factory) -> Cases:
    """Give the routes that refer to such rows, each with the field that does."""
    return {
        f"{other.route}, {name}": (other, name)
        for other in map(factory_of, sorted(_routes()))
        for name, column in other.references.items()
        if column.to == factory.route and not column.claimed
    }


def _routes() -> set[str]:
    """Return the routes that have factories."""
    found = set()
    for name in Base.metadata.tables:
        try:
            found.add(factory_of(name).route)
        except ModuleNotFoundError:
            continue  # it links rows, or belongs to a route without fields
    return found


def _rules(route: str) -> list[Rule]:
    """Return the rules of the lists below a row."""
    start = re.compile(f"{factory_of(route).path}/<[^>]*>/[^<]*")
    rules = shared_app().url_map.iter_rules()
    return [rule for rule in rules if start.fullmatch(rule.rule) and "GET" in (rule.methods or ())]


class DeletionChecks(Checks):
    """A deleted row is not there for anybody, and comes back when it is restored."""

    cases: ClassVar = {**CASES, "unique_key": _keys, "referring": _referring}

    def delete(self, row: Body) -> TestResponse:
        """Delete a row, whatever its version."""
        return self.client.delete(self.path(row), headers=ANY_VERSION)

    def restore(self, row: Body) -> TestResponse:
        """Ask for a row to be restored."""
        return self.client.post(f"{self.path(row)}/restore")

    def deleted(self) -> Body:
        """Make a row and delete it."""
        row = self.made()
        assert self.delete(row).status_code == 204
        return row

    def test_a_deleted_row_is_kept_and_answered_by_no_url(self) -> None:
        row, other = self.deleted(), self.made()
        assert self.stored(row)["deleted_at"] is not None
        body = self.factory.body()
        for method in ("GET", "PUT", "PATCH", "DELETE"):
            path = self.path(row)
            answer = self.client.open(path, method=method, json=body, headers=ANY_VERSION)
            assert answer.status_code == 404, method
        for query in ({}, {"id__in": f"{row['id']},{other['id']}"}, {"sort": "-id"}):
            listed = self.client.get(self.factory.path, query_string=query).get_json()
            assert row["id"] not in [shown["id"] for shown in listed["items"]]
        listed = self.client.get(self.factory.path, query_string={"id": row["id"]}).get_json()
        assert listed["total"] == 0

    def test_below_a_deleted_row_is_nothing(self) -> None:
        row = self.deleted()
        for rule in _rules(self.factory.route):
            path = re.sub("<[^>]*>", str(row["id"]), rule.rule)
            assert self.client.get(path).status_code == 404, path

    def test_a_list_below_another_row_does_not_show_it(self) -> None:
        row = self.client.post(self.factory.path, json=self.factory.body()).get_json()
        lists = [
            re.sub("<[^>]*>", str(row[name]), rule.rule)
            for name, column in self.factory.columns.items()
            if column.to and row.get(name) is not None
            for rule in _rules(column.to)
        ]
        answers = {path: self.client.get(path).get_json(silent=True) for path in lists}
        rows = {path: answer for path, answer in answers.items() if answer is not None}
        before = {path: answer.get("total", 1) for path, answer in rows.items()}
        assert self.delete(row).status_code == 204
        for path, total in before.items():  # what is no JSON are bytes of the other row
            answer = self.client.get(path)
            if answer.status_code == 404 and total == 1:
                continue  # it was the one row that can be there
            shown = answer.get_json()
            assert row not in shown["items"]
            assert len(shown["items"]) == shown["total"] <= total, path

    def test_nothing_is_linked_to_it(self) -> None:
        for other in map(factory_of, sorted(_routes())):
            for name, (to, _) in other.links.items():
                if self.factory.route not in (to, other.route):
                    continue
                near = self.deleted()["id"] if other is self.factory else other.new_id()
                far = factory_of(to).new_id() if to != self.factory.route else self.deleted()["id"]
                path = f"{other.path}/{near}/{name}/{far}"
                assert self.client.put(path).status_code == 404, path
                assert self.client.delete(path).status_code == 404, path

    def test_nobody_refers_to_it(self, referring: tuple[Factory, str]) -> None:
        (factory, name), gone = referring, self.deleted()["id"]
        body, own = factory.body(), factory.insert(factory.body(whole=False)).id
        for method, path in (("POST", factory.path), ("PATCH", f"{factory.path}/{own}")):
            here, nowhere = (
                self.client.open(path, method=method, json={**body, name: id}, headers=ANY_VERSION)
                for id in (gone, self.factory.id_of())
            )
            assert (here.status_code, here.json) == (nowhere.status_code, nowhere.json)
            assert here.status_code == 403 or name in here.get_json()["errors"]

    def test_what_goes_with_it_is_kept_where_its_table_keeps_rows(
        self, referring: tuple[Factory, str]
    ) -> None:
        (factory, name), row = referring, self.made()
        below = factory.insert({**factory.body(whole=False), name: row["id"]}).id
        table, action = Base.metadata.tables[factory.route], factory.references[name].on_delete
        answer = self.delete(row)
        assert answer.status_code == (409 if action == "RESTRICT" else 204)
        column = deletion_of(table)
        shown = table.c.id if column is None else column
        with engine.connect() as connection:
            found = connection.execute(select(shown).where(table.c.id == below)).all()
        is_kept = action != "CASCADE" or column is not None
        assert bool(found) is is_kept
        if column is not None:
            assert (found[0][0] is not None) is (action == "CASCADE")
        if action == "RESTRICT":
            assert self.client.get(self.path(row)).get_json() == row

    def test_a_restored_row_is_back(self) -> None:
        row, other = self.deleted(), self.deleted()
        answer = self.restore(row)
        assert answer.status_code == 200
        shown = answer.get_json()
        plain = [name for name in self.plain(row) if name != "updated_at"]
        assert {name: shown[name] for name in plain} == {name: row[name] for name in plain}
        read = self.client.get(self.path(row))
        assert (read.get_json(), read.headers["ETag"]) == (shown, answer.headers["ETag"])
        assert self.client.get(self.factory.path).get_json()["total"] >= 1
        assert self.client.get(self.path(other)).status_code == 404

    def test_another_one_restores_nothing(self, make_token: Callable[..., str]) -> None:
        row, client = self.deleted(), shared_app().test_client()
        claims = [
            column.stored.info["claim"]
            for column in self.factory.columns.values()
            if column.claimed and column.stored is not None
        ]
        token = make_token(**dict.fromkeys(claims, "1"))
        client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {token}"
        path = f"{self.path(row)}/restore"
        assert not claims or client.post(path).status_code in (403, 404)
        assert self.restore(row).status_code == 200

    def test_only_what_is_deleted_can_be_restored(self) -> None:
        row = self.made()
        assert self.restore(row).status_code == 404
        assert self.restore({"id": self.factory.id_of()}).status_code == 404
        assert self.client.get(self.path(row)).get_json() == row

    def test_a_row_that_refers_to_a_deleted_one_is_not_restored(self, reference: str) -> None:
        column = self.factory.references[reference]
        id = factory_of(column.to).new_id()
        row = self.made(**{reference: id})
        assert self.delete(row).status_code == 204
        path = f"{factory_of(column.to).path}/{id}"
        self.client.delete(path, headers=ANY_VERSION)
        is_gone = self.client.get(path).status_code == 404
        is_kept = deletion_of(Base.metadata.tables[column.to]) is not None
        answer = self.restore(row)
        if is_gone and is_kept and column.on_delete != "SET NULL":
            assert_refused(answer, 409, reference)
        else:
            assert answer.status_code in (200, 404)

    def test_what_is_unique_is_so_among_rows_that_are_not_deleted(self, unique_key: Any) -> None:
        factory: Any = self.factory
        inside = {k: v for k, v in factory.inside(unique_key).items() if k != "deleted_at"}
        body = {**factory.body(), **inside}
        row = self.client.post(factory.path, json=body).get_json()
        same = {name: body[name] for name in unique_key.columns if name in body}
        again = {**factory.body(), **inside, **same}
        assert_refused(self.client.post(factory.path, json=again), 409, *unique_key.columns)
        assert self.delete(row).status_code == 204
        other = self.client.post(factory.path, json=again)
        assert other.status_code == 201, other.text
        assert_refused(self.restore(row), 409, *unique_key.columns)
        assert self.client.get(self.path(row)).status_code == 404
        assert self.delete(other.get_json()).status_code == 204
        assert self.restore(row).status_code == 200

    def test_the_document_says_that_a_restore_may_conflict(self) -> None:
        paths = self.client.get("/openapi.json").get_json()["paths"]
        answers = paths[f"{self.factory.path}/{{id}}/restore"]["post"]["responses"]
        assert {*answers} >= {"200", "404", "409"}

    def test_the_orm_asks_once_whether_a_row_is_deleted(self) -> None:
        statements: list[str] = []

        def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
            statements.append(statement)

        event.listen(autocommit_engine, "before_cursor_execute", note)
        with shared_app().test_request_context():
            db_session.scalars(select(self.factory.model)).all()
        event.remove(autocommit_engine, "before_cursor_execute", note)
        assert statements[-1].count("deleted_at IS NULL") == 1, statements

    def test_the_orm_finds_it_only_if_it_is_told_to(self) -> None:
        id, model = self.deleted()["id"], self.factory.model
        key = model.__table__.c.id
        mine = select(model).where(key == id)
        counted = select(func.count()).select_from(model).where(key == id)
        other = aliased(model)
        assert [*db_session.scalars(mine)] == []
        assert [*db_session.scalars(select(other).where(getattr(other, "id") == id))] == []  # noqa: B009
        assert (db_session.scalar(counted), db_session.get(model, id)) == (0, None)
        for change in (update(model).values(id=key), delete(model)):
            assert db_session.execute(change.where(key == id).returning(key)).all() == []
        repository: Any = getattr(self.factory.service, "repository")  # noqa: B009
        with with_deleted():
            assert db_session.scalar(counted) == 1
            assert repository.exists(id)
        assert not repository.exists(id)
