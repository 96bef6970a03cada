"""Lists come in pages, in an order, and filtered."""

import json
import operator
from typing import Any

import pytest

from checks.base import Checks, assert_refused
from factories.columns import Json, steps_of
from factories.factory import Body
from helper.functions.list_query import PARAMETERS

ROWS = 3
COMPARISONS = {"gt": operator.gt, "gte": operator.ge, "lt": operator.lt, "lte": operator.le}
WRONG_PARAMETERS: dict[str, list[Any]] = {
    "page": ["0", "-1", "x", "1.0", "", "1000000001"],
    "per_page": ["0", "101", "x"],
    "sort": ["no_such_field", "", "id,"],
    "no_such_field": ["1"],
    "id__near": ["1"],
    "id__": ["1"],
    "id": ["x", "null", "9223372036854775808", ["1", "2"]],
    "id__isnull": ["perhaps"],
    "id__in": ["1,x", "1,", ""],
    "created_at__gte": ["yesterday"],
}


class ListChecks(Checks):
    """What a list can be asked for."""

    def rows(self, name: str) -> list[Body]:
        """Make rows with different values of a field."""
        return [self.made(**{name: value}) for value in self.factory.several(name, ROWS)]

    def found(self, rows: list[Body], /, **parameters: Any) -> list[Body]:
        """Return those of these rows that a list has, and see that it counts all that it has."""
        response = self.client.get(self.factory.path, query_string=parameters)
        assert response.status_code == 200, response.text
        answer = response.get_json()
        assert answer["total"] == len(answer["items"])
        ids = {row["id"] for row in rows}
        return [row for row in answer["items"] if row["id"] in ids]

    def test_a_list_comes_in_pages(self) -> None:
        rows = [self.made() for _ in range(self.factory.capacity(ROWS))]
        size = max(1, len(rows) - 1)
        asked = ({"page": page, "per_page": size} for page in (1, 2, 3))
        pages = [self.client.get(self.factory.path, query_string=query) for query in asked]
        answers = [page.get_json() for page in pages]
        assert [answer.pop("items") for answer in answers] == [rows[:size], rows[size:], []]
        counts = {"per_page": size, "total": len(rows), "pages": -(-len(rows) // size)}
        assert answers == [{"page": page, **counts} for page in (1, 2, 3)]

    def test_an_empty_list_has_no_pages(self) -> None:
        counts = {"page": 1, "per_page": 20, "total": 0, "pages": 0}
        assert self.client.get(self.factory.path).get_json() == {"items": [], **counts}

    def test_a_list_is_in_the_order_that_was_asked_for(self, listed: str) -> None:
        rows = self.rows(listed)
        column = self.factory.columns[listed]
        rising = self.found(rows, sort=listed)
        assert self.found(rows, sort=f"-{listed}") == rising[::-1]
        assert sorted(row["id"] for row in rising) == [row["id"] for row in rows]
        if steps_of(column.field):
            assert rising == sorted(rows, key=lambda row: column.loaded(row[listed]))

    def test_the_second_key_decides_where_the_first_is_the_same(self, repeated: str) -> None:
        value = self.factory.several(repeated, 1)[0]
        rows = [self.made(**{repeated: value}) for _ in range(self.factory.capacity(ROWS))]
        assert self.found(rows, sort=f"{repeated},-id") == rows[::-1]
        assert self.found(rows, sort=f"-{repeated},id") == rows

    def test_a_list_is_in_the_order_of_what_every_row_has(self) -> None:
        rows = [self.made() for _ in range(self.factory.capacity(ROWS))]
        assert self.found(rows) == rows
        for name in {"id", "created_at"} & self.factory.keys:
            assert self.found(rows, sort=f"-{name}") == rows[::-1]

    def test_a_filter_finds_what_is_the_same_and_what_is_not(self, listed: str) -> None:
        *_, one = rows = self.rows(listed)
        text, equal = as_text(one[listed]), f"{listed}__eq" if listed in PARAMETERS else listed
        assert self.found(rows, **{equal: text}) == [one]
        assert self.found(rows, **{f"{listed}__ne": text}) == rows[:-1]
        two = [as_text(row[listed]) for row in rows[:2]]
        if not any("," in value for value in two):
            assert self.found(rows, **{f"{listed}__in": ",".join(two)}) == rows[:2]
        assert self.found(rows, **{equal: text, "id__ne": one["id"]}) == []

    def test_a_filter_compares(self, ordered: str) -> None:
        rows = self.rows(ordered)
        limit = rows[0][ordered]
        place = self.factory.columns[ordered].loaded
        for name, compare in COMPARISONS.items():
            wanted = [row for row in rows if compare(place(row[ordered]), place(limit))]
            assert self.found(rows, **{f"{ordered}__{name}": as_text(limit)}) == wanted

    def test_a_filter_finds_what_is_empty(self, emptied: str) -> None:
        values = [*self.factory.several(emptied, 1), None]
        rows = [self.made(**{emptied: value}) for value in values]
        assert self.found(rows, **{f"{emptied}__isnull": "true"}) == rows[1:]
        assert self.found(rows, **{f"{emptied}__ne": as_text(rows[0][emptied])}) == rows[1:]
        assert self.found(rows, **{f"{emptied}__isnull": "false"}) == rows[:1]
        assert self.found(rows, sort=emptied) == self.found(rows, sort=f"-{emptied}") == rows

    def test_a_filter_looks_into_texts(self, text: str) -> None:
        rows = self.rows(text)
        value = rows[0][text]
        for needle in (value[:4], value[1:5], other_case(value[1:5]), "%", "_", "\\"):
            if needle:
                low = needle.lower()
                inside = [row for row in rows if low in row[text].lower()]
                assert self.found(rows, **{f"{text}__contains": needle}) == inside
                first = [row for row in rows if row[text].lower().startswith(low)]
                assert self.found(rows, **{f"{text}__startswith": needle}) == first

    def test_a_filter_finds_what_a_list_holds(self, held: str) -> None:
        rows = [self.made(**{held: self.factory.other_value(held)}) for _ in range(ROWS)]
        item = rows[0][held][0]
        inside = [row for row in rows if item in row[held]]
        assert self.found(rows, **{f"{held}__contains": as_text(item)}) == inside

    def test_values_may_be_given_one_by_one(self) -> None:
        ids = [self.made()["id"] for _ in range(self.factory.capacity(ROWS))]
        response = self.client.get(f"{self.factory.path}?id__in={ids[0]}&id__in={ids[-1]}")
        assert {row["id"] for row in response.get_json()["items"]} == {ids[0], ids[-1]}

    def test_what_was_asked_for_is_shown_alone(self) -> None:
        row, path = self.made(), self.factory.path
        paths = self.client.get("/openapi.json").get_json()["paths"]
        if "'name': 'fields'" not in str(paths[path]["get"]):
            return  # the view names no schema
        for names in ([*row][:1], [*row][-1:]):
            query, shown = {"fields": ",".join(names)}, {name: row[name] for name in names}
            assert self.client.get(path, query_string=query).get_json()["items"] == [shown]
        assert_refused(self.client.get(f"{path}?fields=id,"), 400, "fields")

    def test_an_address_is_the_same_in_upper_case(self, address: str) -> None:
        rows = self.rows(address)
        upper = rows[0][address].upper()
        assert self.found(rows, **{f"{address}__in": upper}) == rows[:1]
        assert self.found(rows, **{f"{address}__ne": upper}) == rows[1:]

    def test_one_of_no_values_is_refused(self, listed: str) -> None:
        for query in (f"{listed}__in=", f"{listed}__in=,"):
            assert_refused(self.client.get(f"{self.factory.path}?{query}"), 400, f"{listed}__in")

    @pytest.mark.parametrize("key", WRONG_PARAMETERS)
    def test_a_parameter_that_means_nothing_is_refused(self, key: str) -> None:
        for value in WRONG_PARAMETERS[key]:
            assert_refused(self.client.get(self.factory.path, query_string={key: value}), 400, key)


def as_text(value: Json) -> str:
    """Return a value as a query string has it."""
    return value if isinstance(value, str) else json.dumps(value)


def other_case(text: str) -> str:
    """Return a text in upper case; SQLite knows that of no letter beyond ASCII."""
    return text.upper() if text.isascii() else text
