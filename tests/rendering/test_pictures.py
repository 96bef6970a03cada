"""The pictures of a spec in Mermaid, whole, and what of them is in a README."""

import re
from typing import Any

import pytest

from ant.artifacts.paths import README
from ant.artifacts.project import difference_by_owner, merged, paths_of_difference, render_project
from ant.field_types.registry import TYPES
from ant.rendering.pictures.draw import mermaid_of, svg_of
from ant.rendering.pictures.mermaid import LONGEST, short_model_text
from ant.rendering.pictures.model import model_of
from ant.rendering.pictures.urls import groups_of
from ant.survey.endpoints import read_endpoints
from support.pictured import FLAT, LIBRARY, RULED, SHAPES, spec_of

MODEL = """\
erDiagram
    "books" {
        bigint id PK
        string title "required"
        string isbn UK
        decimal price
        bigint sequel_of_id FK, UK
        datetime created_at
        datetime updated_at
    }
    "books_authors" {
        bigint books_id PK, FK
        bigint authors_id PK, FK
    }
    "books_related" {
        bigint books_id PK, FK
        bigint related_id PK, FK
    }
    "authors" {
        bigint id PK
        string name "required"
        bigint mentor_id FK
        datetime created_at
        datetime updated_at
    }
    "loans" {
        bigint id PK
        bigint book_id FK "required"
        text note "private"
        datetime created_at
        datetime updated_at
    }
    "books" |o--o| "books" : "sequel_of"
    "books" ||--o{ "books_authors" : "books"
    "authors" ||--o{ "books_authors" : "authors"
    "books" ||--o{ "books_related" : "books"
    "books" ||--o{ "books_related" : "related"
    "authors" |o--o{ "authors" : "mentor"
    "books" ||--o{ "loans" : "book"
"""
ROUTES = """\
flowchart LR
    u0["shop"]
    u0 --> u1["/<br/>GET"]
    u1 --> u2["/books<br/>GET POST"]
    u2 --> u3["/books/#lt;id#gt;<br/>GET PUT PATCH DELETE"]
    u3 --> u4["/books/#lt;id#gt;/tags<br/>GET"]
    u4 --> u5["/books/#lt;id#gt;/tags/#lt;tags_id#gt;<br/>PUT DELETE"]
    u3 --> u6["/books/#lt;id#gt;/loans<br/>GET"]
    u2 --> u7["/books/latest<br/>GET"]
    u1 --> u8["/tags<br/>GET POST"]
    u8 --> u9["/tags/#lt;id#gt;<br/>GET PUT PATCH DELETE"]
    u9 --> u10["/tags/#lt;id#gt;/books<br/>GET"]
    u10 --> u11["/tags/#lt;id#gt;/books/#lt;books_id#gt;<br/>PUT DELETE"]
    u1 --> u12["/loans<br/>GET POST"]
    u12 --> u13["/loans/#lt;id#gt;<br/>GET PUT PATCH DELETE"]
    u1 --> u14["/health<br/>PATCH"]
    u14 --> u15["/health/deep<br/>POST"]
"""
LENT = {
    "books": {"title": "string", "tags": "many:to=tags"},
    "tags": {"name": "string"},
    "loans": {"book": "reference:to=books"},
}
STUB = {"type": "PATCH", "subroutes": {"deep": {"type": "POST"}}}


def test_the_data_model_in_mermaid() -> None:
    assert mermaid_of(spec_of(LIBRARY), "model") == MODEL


def test_a_column_tells_the_rules_that_begin_with_it() -> None:
    text = mermaid_of(spec_of(RULED), "model")
    notes = dict(re.findall(r'^ +\w+ (\w+) "(.*)"$', text, re.MULTILINE))
    assert notes == {
        "pet": "required, unique with place but for case",
        "place": "unique of some rows",
        "began_on": "began_on <= ended_on",
        "ended_on": "index ↓ with status",
        "status": "required, index with created_at ↓",
    }


def test_the_routes_in_mermaid() -> None:
    spec = spec_of(LENT, health=STUB)
    books = spec.routes[0]._replace(subroutes=spec_of({}, x={"subroutes": {"latest": {}}})
                                    .routes[0].subroutes)  # fmt: skip
    spec = spec._replace(routes=(books, *spec.routes[1:]))
    assert mermaid_of(spec, "routes") == ROUTES


def test_both_are_markdown_and_a_model_that_is_empty_is_left_out() -> None:
    spec = spec_of(LENT)
    blocks = [f"```mermaid\n{mermaid_of(spec, kind)}```\n" for kind in ("model", "routes")]
    assert mermaid_of(spec) == "\n".join(blocks)
    stubs = spec_of({}, health=STUB)
    assert mermaid_of(stubs) == f"```mermaid\n{mermaid_of(stubs, 'routes')}```\n"
    assert mermaid_of(stubs, "model") == "erDiagram\n"
    assert svg_of(stubs) == svg_of(stubs, "routes")
    assert svg_of(spec) == svg_of(spec, "model") != svg_of(spec, "routes")


LINES = [
    r"erDiagram",
    r'    "\w+" \{',
    r"        [a-z]+ (?!(?:pk|fk|uk)\b)[a-z_]\w*"
    r"(?: (?:PK|FK|UK)(?:, (?:FK|UK))?)?(?: \"[a-z_, <=↓]+\")?",
    r"    \}",
    r'    "\w+" (?:\|\||\|o)--(?:o\{|o\|) "\w+" : "\w+"',
    r"flowchart LR",
    r'    u0\["shop"\]',
    r'    u\d+ --> u\d+\["(?:/|#lt;|#gt;|\w)+<br/>[A-Z]+(?: [A-Z]+)*"\]',
]


@pytest.mark.parametrize("shape", SHAPES)
def test_no_name_is_a_word_of_mermaid(shape: str) -> None:
    spec = spec_of(SHAPES[shape])
    for line in (mermaid_of(spec, "model") + mermaid_of(spec, "routes")).splitlines():
        assert any(re.fullmatch(pattern, line) for pattern in LINES), line


def test_a_column_that_is_called_like_a_mark_says_so() -> None:
    assert '        integer fk_ UK "called fk"\n' in mermaid_of(spec_of(SHAPES["words"]), "model")


def test_every_type_has_its_column() -> None:
    more = {
        "enum": ":values=a,b",
        "list": ":of=string",
        "reference": ":to=others",
        "many": ":to=others",
    }
    fields = {f"a_{kind}": kind + more.get(kind, "") for kind in TYPES}
    table, between, _ = model_of(spec_of({"things": fields, "others": {"name": "text"}})).tables
    columns = {column.name: column.type for column in table.columns}
    assert columns.pop("a_reference_id") == "bigint"
    assert columns == {
        "id": "bigint", "created_at": "datetime", "updated_at": "datetime",
        **{f"a_{kind}": kind for kind in TYPES if kind not in ("reference", "many")},
    }  # fmt: skip
    assert between.name == "things_a_many"


def test_every_link_leads_from_a_column_to_a_table() -> None:
    for shape in SHAPES.values():
        model = model_of(spec_of(shape))
        columns = {(table.name, column.name) for table in model.tables for column in table.columns}
        for link in model.links:
            assert (link.child, link.column) in columns
            assert (link.parent, "id") in columns


SERVED = {
    "stubs": spec_of({}, health=STUB, ping={"type": "POST", "mock": 1}),
    "library": spec_of(LIBRARY),
}


@pytest.mark.parametrize("name", SERVED)
def test_the_urls_are_those_that_the_generated_code_serves(name: str) -> None:
    served = {
        (endpoint.method, re.sub(r"<\w+:", "<", endpoint.url))
        for endpoint in read_endpoints(render_project(SERVED[name]))
        if "startup" not in endpoint.file
    }
    urls = [url for group in groups_of(SERVED[name]) for url in group.urls]
    assert {(method, url.path) for url in urls for method in url.methods} == served


def test_a_private_reference_gives_no_url() -> None:
    fields = {"users": {"name": "text"}, "orders": {"user": "reference:to=users:private"}}
    paths = [url.path for group in groups_of(spec_of(fields)) for url in group.urls]
    assert paths == ["/", "/users", "/users/<id>", "/orders", "/orders/<id>"]


def paragraphs(fields: dict[str, dict[str, Any]], **stubs: Any) -> list[str]:
    return render_project(spec_of(fields, **stubs))[README].decode().split("\n\n")


def test_the_readme_shows_the_model_where_there_is_one() -> None:
    readme, without = paragraphs(LIBRARY, health=STUB), paragraphs({}, health=STUB)
    first, second, third, *others = (part for part in readme if part not in without)
    assert (first, second) == ("## The data model", f"```mermaid\n{MODEL}```")
    assert third.startswith("`ant graph` draws it")
    assert all("customer" in other for other in others)  # what is said of references
    assert [part for part in without if part not in readme] == []
    assert paragraphs({}) == without


@pytest.mark.slow
def test_a_model_that_mermaid_would_not_draw_is_not_in_the_readme() -> None:
    large = {
        f"{chr(97 + number)}{name}": fields for number in range(20) for name, fields in FLAT.items()
    }
    spec = spec_of(large)
    assert len(mermaid_of(spec, "model")) > LONGEST
    assert short_model_text(spec) == ""
    readme = render_project(spec)[README].decode()
    assert "```mermaid" not in readme
    assert "## The data model\n\nIt is too large to be drawn here" in readme


@pytest.mark.parametrize("fields", [{"a": "date"}, {"a": "reference:to=a", "b": "many:to=a"}])
def test_every_model_that_mermaid_draws_is_in_the_readme(fields: dict[str, Any]) -> None:
    def short(number: int) -> str:
        return chr(97 + number // 26) + chr(97 + number % 26)

    def text_of(routes: int) -> tuple[str, str]:
        spec = spec_of({"a": fields, **{short(number): fields for number in range(routes)}})
        return mermaid_of(spec, "model").removesuffix("\n"), short_model_text(spec)

    drawn = [text_of(routes) for routes in range(100, 676, 36)]
    assert {len(text) <= LONGEST for text, _ in drawn} == {True, False}
    assert [short for _, short in drawn] == [
        text if len(text) <= LONGEST else "" for text, _ in drawn
    ]


def test_the_readme_is_rendered_for_routes_with_fields_alone() -> None:
    old = spec_of(LIBRARY)
    stubbed, grown = spec_of(LIBRARY, health=STUB), spec_of(LIBRARY | {"new": {"a": "text"}})
    for one, other in ((old, stubbed), (stubbed, old)):
        assert README not in paths_of_difference(one, other) | set(
            merged(difference_by_owner(one, other))
        )
    for one, other in ((old, grown), (grown, old), (old, spec_of({}))):
        assert README in paths_of_difference(one, other)
        assert merged(difference_by_owner(one, other))[README] == render_project(one)[README]
