"""From any spec to any other the tables become those of the models, and going back they return."""

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ant.core.deletion import SOFT
from ant.core.errors import InvalidSpec
from ant.core.names.renames import Renames, renamed
from ant.core.names.table_names import with_tables
from ant.core.spec import Spec
from ant.rendering.migrations.migration import Change, Head, render_migration
from support.migrations import SQLITE, Carry, spec_of
from support.models import models_of

PLAIN = [
    "string:max=20", "string:required:max=50", "string:min=2:max=20", "text:max=50",
    "string:unique:max=20", "string:index", "text", "text:required", "integer", "integer:default=7",
    "smallint", "smallint:required:min=5", "integer:default=7:nullable",
    "string:description=It's 100% \"so\" \\ % ; x", "integer:required:description=How many",
    "json:default=1:nullable",
    "integer:min=1", "integer:required:min=5:max=90", "bigint:required", "float", "float:index",
    "decimal:precision=10:scale=2", "decimal:precision=12:scale=3:required",
    "boolean:default=false", "date", "date:default=now", "time:required", "datetime:default=now",
    "list:of=string", "list:of=integer:required:default=[1,2]", "list:of=uuid:nullable:default=[]",
    "uuid:unique", "uuid:required:default=uuid", "uuid:default=uuid:nullable:unique",
    'json:default={"a": [1]}', "email:required", "url", "password", "decimal:min=0",
    "string:min=0", "enum:values=x,y,z", "enum:values=x,y:default=x", "enum:values=x,y:required",
    "password:required", "binary", "binary:required:max=9", "binary:private:max=700000",
    "text:unique", "enum:of=rank", "enum:of=rank:default=x:required",
]  # fmt: skip
LINKS = [
    "reference:to={}", "reference:to={}:required:on_delete=cascade",
    "reference:to={}:on_delete=set_null:unique", "many:to={}",
]  # fmt: skip
ROUTES = ["users", "orders", "subscriptions_of_customers_that_pay_late", "profiles"]
KEYS = {"orders": {"key": "uuid"}, ROUTES[2]: {"key": "string:max=9"}, "profiles": {"key": "whose"}}
OWNED = ["reference:to=users:required:on_delete=cascade", "reference:to=users:required"]
"""What is the key of the profiles, where there are users."""
FIELDS = ["a", "b", "c", "name_of_whoever_has_agreed_to_it"]
"""With those that make names of keys, and of tables between routes, too long for PostgreSQL."""


INDEXABLE = (
    "smallint",
    "integer",
    "bigint",
    "decimal",
    "date",
    "time",
    "uuid",
    "enum",
    "boolean",
    "reference",
)
COMPARED = ("integer", "decimal", "date", "time", "datetime")


@st.composite
def rules_of(draw: st.DrawFn, fields: dict[str, str]) -> dict[str, object]:
    """Rules over several of these fields, as far as there are any of such types."""
    kinds = {name: kind.partition(":")[0] for name, kind in sorted(fields.items())}
    indexable = [name for name, kind in kinds.items() if kind in INDEXABLE]
    free = [name for name in indexable if ":unique" not in fields[name]]
    words = {name: {*fields[name].replace("=", ":").split(":")} for name in free}
    empty = [name for name in free if not {"required", "default"} & words[name]]
    rules: dict[str, object] = {}
    wanted = [draw(st.booleans()) for _ in range(5)]
    if len(free) > 1 and wanted[0]:
        rules["unique"] = [free[:2]]
    if free and wanted[1]:
        rules["index"] = [[free[-1], draw(st.sampled_from(["created_at", "-created_at"]))]]
    if len(free) > 1 and empty and wanted[2]:
        where = {f"{empty[0]}__isnull": True}
        rules["index"] = [{"fields": [free[0]], "where": where}]
    texts = [name for name, kind in kinds.items() if kind in ("string", "url")]
    if texts and wanted[4]:
        rules["unique"] = [{"fields": [*texts[:1], *free[:1]], "ignore_case": True}]
        rules["index"] = [{"fields": [f"-{name}" for name in texts], "ignore_case": True}]
    pairs = [
        f"{left} <= {right}"
        for left in kinds for right in kinds
        if left < right and kinds[left] == kinds[right] and kinds[left] in COMPARED
    ]  # fmt: skip
    if pairs and wanted[3]:
        rules["check"] = pairs[:1]
    return rules


@st.composite
def stored_anywhere(draw: st.DrawFn, fields: dict[str, str]) -> dict[str, str]:
    """The same fields, some of them in columns with names of their own."""
    columns = draw(st.permutations(["", "", "p", "q", "Upper"]))
    return {
        name: f"{kind}:column={column}" if column and not kind.startswith("many") else kind
        for (name, kind), column in zip(fields.items(), columns, strict=False)
    }


@st.composite
def specs(draw: st.DrawFn) -> Spec:
    names = draw(st.lists(st.sampled_from(ROUTES), min_size=1, unique=True))
    stubs = set(draw(st.lists(st.sampled_from(names), max_size=1)))
    targets = [name for name in names if name not in stubs]
    if "users" not in targets:
        names, targets = (
            [name for name in given if name != "profiles"] for given in (names, targets)
        )
        assume(names)
    kinds = [*PLAIN, *(link.format(to) for to in targets for link in LINKS)]
    fields = st.dictionaries(
        st.sampled_from(FIELDS), st.sampled_from(kinds), min_size=1, max_size=4
    )
    routes = {name: {} if name in stubs else draw(fields) for name in names}
    if "profiles" in targets:
        routes["profiles"] |= {"whose": draw(st.sampled_from(OWNED))}
    routes = {name: draw(stored_anywhere(given)) for name, given in routes.items()}
    rules = {
        name: draw(rules_of(given)) | KEYS.get(name, {}) for name, given in routes.items() if given
    }
    about = {
        "type": "reference",
        "to": draw(st.lists(st.sampled_from(targets), max_size=1)) if targets else [],
    }
    has_about = draw(st.sets(st.sampled_from(sorted(rules) or [""]))) if about["to"] else ()
    fields_of = {
        name: {**given, **({"about": about} if name in has_about else {})}
        for name, given in routes.items()
    }
    try:
        ranks = draw(st.permutations(["y", "z"]))[: draw(st.integers(0, 2))]
        spec = spec_of(rules, {"enums": {"rank": ["x", *ranks]}}, **fields_of)
        said = st.sampled_from(["", "What it is: a 'b'", "Ü"])
        kept = st.sampled_from(["", "", SOFT])
        tables = draw(st.permutations(["", "", "p", "q"]))
        told = (
            route._replace(
                description=draw(said), delete=draw(kept) if route.fields else ""
            ).in_table(table)
            for route, table in zip(spec.routes, tables, strict=False)
        )
        return with_tables(spec._replace(routes=tuple(told)))
    except InvalidSpec:
        assume(False)
        raise


def text_of(change: Change) -> str:
    migration = render_migration(change, Head())
    return migration.content.decode() if migration else "def upgrade(): ...\ndowngrade = upgrade"


def check_change(carry: Carry, url: str, change: Change) -> None:
    assert change.old is not None
    first, second = text_of(Change(None, change.old)), text_of(change)
    old, new = models_of(change.old), models_of(change.new)
    results = carry(
        url,
        ["migrate", first, "upgrade"], ["differences", old],
        ["migrate", second, "upgrade"], ["differences", new],
        ["migrate", second, "downgrade"], ["differences", old],
        ["migrate", first, "downgrade"], ["differences", ""],
    )  # fmt: skip
    assert results[1::2] == [[], [], [], []]


@pytest.mark.slow
@pytest.mark.parametrize("examples", [25, pytest.param(150, marks=pytest.mark.exhaustive)])
def test_any_change_leads_to_the_tables_of_the_models_and_back(carry: Carry, examples: int) -> None:
    @settings(max_examples=examples)
    @given(specs(), specs())
    def check(old: Spec, new: Spec) -> None:
        check_change(carry, SQLITE, Change(old, new))

    check()


@pytest.mark.exhaustive
def test_postgresql_gets_the_same_tables(carry: Carry, postgres_url: str) -> None:
    @settings(max_examples=50)
    @given(specs(), specs())
    def check(old: Spec, new: Spec) -> None:
        check_change(carry, postgres_url, Change(old, new))

    check()


@pytest.mark.exhaustive_for("postgresql")
@pytest.mark.slow
def test_any_names_can_be_changed(carry: Carry, url: str) -> None:
    @settings(max_examples=20)
    @given(specs(), st.permutations([*ROUTES, "people"]), st.permutations([*FIELDS, "e"]))
    def check(old: Spec, routes: list[str], fields: list[str]) -> None:
        renames = Renames(
            dict(zip(ROUTES, routes, strict=False)),
            {
                (route, was): now
                for route in ROUTES
                for was, now in zip(FIELDS, fields, strict=False)
            }
            | {("profiles", "whose"): "user"},
        )
        check_change(carry, url, Change(old, renamed(old, renames), renames))

    check()
