"""Routes rendered together: the same bytes as each on its own."""

from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ant.artifacts.alike import FEW, render_routes
from ant.artifacts.registry import render_route
from ant.core.names.route_names import CapitalizedNames, RouteNames, route_name_fault
from ant.core.spec import METHODS, Mock, Route, Subroute
from ant.core.table_rules.rules import NO_RULES

words = st.from_regex(r"[a-z_][a-z0-9_]{0,59}", fullmatch=True).filter(
    lambda name: route_name_fault(name) is None
)
mocks = st.none() | st.sampled_from([Mock(None), Mock(0), Mock([1, "é"]), Mock({"a": False})])
subroutes = st.lists(
    st.builds(Subroute, words, st.sampled_from(METHODS), mocks),
    max_size=3, unique_by=lambda subroute: subroute.name,
)  # fmt: skip
kinds = st.builds(
    Route, st.just(RouteNames("kind")), st.sampled_from(METHODS), mocks,
    subroutes.map(tuple), st.booleans(), fields=st.just(()), loads_bodies=st.booleans(),
    rules=st.just(NO_RULES), id=st.none(),
)  # fmt: skip


def one_by_one(routes: Iterable[Route]) -> dict[str, dict[str, bytes]]:
    return {route.names.text: render_route(route) for route in routes}


def named(kind: Route, names: RouteNames, below: str, mock: Mock) -> Route:
    """A route of the same kind, with other names and another value wherever there is a mock."""
    return kind._replace(
        names=names,
        mock=kind.mock and mock,
        subroutes=tuple(
            subroute._replace(name=f"{below[:58]}_{number}", mock=subroute.mock and mock)
            for number, subroute in enumerate(kind.subroutes)
        ),
    )


@given(
    st.lists(kinds, min_size=1, max_size=2),
    st.lists(st.tuples(words, words, st.booleans()), min_size=FEW + 1, unique_by=lambda t: t[0]),
)
@settings(max_examples=20, deadline=None)
def test_routes_of_a_few_kinds(few: list[Route], all_names: list[tuple[str, str, bool]]) -> None:
    routes = [
        named(few[number % len(few)], (CapitalizedNames if old else RouteNames)(name), below,
              Mock(number))
        for number, (name, below, old) in enumerate(all_names)
    ]  # fmt: skip
    assert render_routes(routes) == one_by_one(routes)


@pytest.mark.slow
def test_names_of_every_length() -> None:
    for method in ("GET", "DELETE"):  # the shortest and the longest
        for below in (1, 9, 17, 26, 34, 60):
            subroutes = tuple(
                Subroute(
                    "s" * (below - 1) + "abcde"[number], method, Mock(1) if number % 2 else None
                )
                for number, method in enumerate(METHODS)
            )
            routes = [
                Route(RouteNames(start + "r" * length), method, None, subroutes)
                for length in range(1, 58)
                for start in ("", "_", "a_", "a__")
            ]
            assert render_routes(routes) == one_by_one(routes)


def test_kinds_that_differ_in_one_thing_alone() -> None:
    below = Subroute("s", "POST", None)
    kind = Route(RouteNames("kind"), "GET", None, (below,))
    kinds = [
        kind,
        kind._replace(names=CapitalizedNames("kind")),
        kind._replace(method="PUT"),
        kind._replace(mock=Mock(None)),
        kind._replace(subroutes=()),
        kind._replace(subroutes=(below, below._replace(name="t"))),
        kind._replace(subroutes=(below._replace(method="GET"),)),
        kind._replace(subroutes=(below._replace(mock=Mock(None)),)),
        kind._replace(plain_columns=True),
    ]
    routes = [
        kind._replace(names=type(kind.names)(f"{letter}_b{number}"))
        for number in range(FEW + 1)
        for letter, kind in zip("abcdefghi", kinds, strict=True)
    ]
    assert render_routes(routes) == one_by_one(routes)
    assert render_routes(reversed(routes)) == one_by_one(routes)


def test_many_subroutes() -> None:
    subroutes = tuple(Subroute(f"s{number}", METHODS[number % 5]) for number in range(30))
    routes = [Route(RouteNames(f"r{number}"), "GET", None, subroutes) for number in range(9)]
    assert render_routes(routes) == one_by_one(routes)
