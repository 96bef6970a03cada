"""Promises that hold for every way in which a project grows."""

import ast
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ant.artifacts.paths import DECIMALS
from ant.artifacts.project import render_project
from ant.core.access.auth import Auth
from ant.core.errors import CannotMerge
from ant.core.names.identifiers import parse_project_name
from ant.core.names.route_names import RouteNames
from ant.core.spec import METHODS, Mock, Route, Spec, Subroute
from ant.core.table_rules.rules import NO_RULES
from ant.reconcile.files import reconcile
from ant.rendering.migrations.migration import TEMPLATES, VERSIONS

Files = dict[str, bytes]

names = st.sampled_from(["users", "orders", "user_posts", "a1", "a10", "zebra", "pets"])
auths = st.sampled_from(
    [None, Auth("token"), Auth("role:admin"), Auth("public"),
     Auth(actions=(("read", "public"), ("delete", "scope:all")))]
)  # fmt: skip
mocks = st.none() | st.sampled_from([Mock(None), Mock([1, "é"])])
subroutes = st.lists(
    st.builds(
        Subroute, st.sampled_from(["photo", "profile", "list"]), st.sampled_from(METHODS), mocks,
        auth=auths,
    ),
    max_size=3, unique_by=lambda subroute: subroute.name,
)  # fmt: skip
routes = st.lists(
    st.builds(
        Route, names.map(RouteNames), st.sampled_from(METHODS), mocks, subroutes.map(tuple),
        # What code alone says never differs between two specs.
        plain_columns=st.just(False), fields=st.just(()), loads_bodies=st.just(True), auth=auths,
        # They come with fields, or are checked before they are here.
        accounts=st.just(False), rules=st.just(NO_RULES), description=st.just(""),
        delete=st.just(""), keeps_references=st.just(False), key=st.just(""), id=st.just(None),
        url_prefix=st.just(""), stored_as=st.just(""), bulk=st.just(False),
    ),
    max_size=4, unique_by=lambda route: route.names.text,
)  # fmt: skip
specs = routes.map(lambda drawn: Spec(parse_project_name("shop"), routes=tuple(drawn)))


def edited(content: bytes, edits: frozenset[str]) -> bytes:
    """A file as somebody has left it: the same code, other bytes."""
    text = content.decode()
    if "comments" in edits:
        text = text.replace('"""\n', '"""\n# mine\n', 1) + "# the end\n"
    if "code" in edits:
        text += "\n\ndef mine() -> int:\n    return 1\n"
    if "tabs" in edits:
        text = text.replace("    ", "\t")
    if "crlf" in edits:
        text = text.replace("\n", "\r\n")
    if "no end" in edits:
        text = text.rstrip("\r\n")
    if "bom" in edits:
        text = "\ufeff" + text
    return text.encode()


edits = st.frozensets(st.sampled_from(["comments", "code", "tabs", "crlf", "no end", "bom"]))


def edited_project(spec: Spec, how: frozenset[str]) -> Files:
    return {
        path: edited(content, how) if path.endswith(".py") else content
        for path, content in render_project(spec).items()
    }


def step(files: Files, old: Spec, new: Spec) -> Files:
    result = dict(files)
    for change in reconcile(files, old, new).changes:
        if change.after is None:
            del result[change.path]
        else:
            result[change.path] = change.after
    return result


def code_of(files: Files) -> Files:
    """All but the migrations, of which a change of a table adds one, and what these use."""
    return {
        path: content
        for path, content in files.items()
        if path not in {*TEMPLATES, *DECIMALS} and not path.startswith(VERSIONS)
    }


def bigger(spec: Spec, more: Spec) -> Spec:
    """Everything of one spec, then what another has beside it."""
    grown = []
    for route in spec.routes:
        other = more.route(route.names.text)
        extra = other.subroutes if other else ()
        new = [subroute for subroute in extra if not route.subroute(subroute.name)]
        grown.append(route._replace(subroutes=(*route.subroutes, *new)))
    new_routes = [route for route in more.routes if not spec.route(route.names.text)]
    return spec._replace(routes=(*grown, *new_routes))


@pytest.mark.slow
@settings(deadline=None, max_examples=40)
@given(specs, specs, edits)
def test_growing_an_edited_project_keeps_its_lines_and_shrinking_it_restores_them(
    spec: Spec, more: Spec, how: frozenset[str]
) -> None:
    grown = bigger(spec, more)
    files = edited_project(spec, how)
    after = step(files, spec, grown)
    for path, content in files.items():
        if path.endswith(".py"):
            ast.parse(after[path])
            assert is_kept(content, after[path]), path
    assert reconcile(after, grown, grown).effective == ()
    assert code_of(step(after, grown, spec)) == files


def is_kept(before: bytes, after: bytes) -> bool:
    """Whether all lines are still there in order; an import may have become longer."""
    lines: Iterator[bytes] = iter(after.splitlines())
    wanted = [line for line in before.splitlines() if not line.startswith(b"from ")]
    return all(line in lines for line in wanted)


@settings(deadline=None, max_examples=40)
@given(specs, specs)
def test_any_spec_leads_to_any_other_and_then_there_is_nothing_to_do(old: Spec, new: Spec) -> None:
    files = step(render_project(old), old, new)
    assert code_of(files) == render_project(new)
    assert reconcile(files, new, new).effective == ()


@pytest.mark.slow
@settings(deadline=None, max_examples=30)
@given(routes, st.randoms(use_true_random=False), edits)
def test_the_order_of_adding_routes_changes_nothing_but_the_order_of_registrations(
    added: list[Route], random: "object", how: frozenset[str]
) -> None:
    empty = Spec(parse_project_name("shop"))
    shuffled = list(added)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    trees = []
    for order in (added, shuffled):
        spec, files = empty, edited_project(empty, how)
        for route in order:
            larger = spec._replace(routes=(*spec.routes, route))
            files, spec = step(files, spec, larger), larger
        code = code_of(files)
        trees.append({path: sorted(content.splitlines()) for path, content in code.items()})
    trees[0].pop("ant.json"), trees[1].pop("ant.json")
    assert trees[0] == trees[1]


@pytest.mark.slow
@settings(deadline=None, max_examples=30)
@given(specs, specs)
def test_an_edited_project_reaches_any_spec_or_is_refused_and_left_alone(
    old: Spec, new: Spec
) -> None:
    files = edited_project(old, frozenset(["comments", "code"]))
    before = dict(files)
    try:
        after = step(files, old, new)
    except CannotMerge as error:
        assert all(problem.hint for problem in error.problems)
        assert files == before
        return
    for path, content in after.items():
        if path.endswith(".py"):
            ast.parse(content)
        if path in files and path.endswith(".py") and path in render_project(new):
            assert b"# mine" in content, path
