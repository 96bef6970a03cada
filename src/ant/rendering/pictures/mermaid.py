"""Pictures as Mermaid, which code hosts and editors draw where they find it in Markdown.

Every name of ours is a word of lower-case letters, digits and underscores, and some such words mean
something to Mermaid: tables stand in quotes, and URLs have numbers for names.
"""

from ant.core.spec import Spec
from ant.rendering.pictures.model import Column, Link, Model, Table, model_of
from ant.rendering.pictures.rule_words import rule_note
from ant.rendering.pictures.urls import Group, Url

LONGEST = 50_000
"""Characters that Mermaid draws; of more it shows an error instead."""

_LEAST_TABLE, _LEAST_COLUMN = 56, 15
"""Characters that the lines of a table, with its two moments, and of one column have at least."""

_KEYS = {"pk", "fk", "uk"}
_STEP = "    "


def model_text(model: Model) -> str:
    """Return an ``erDiagram``, which ends with a line break."""
    blocks = [line for table in model.tables for line in _table(table)]
    links = [_link(link) for link in model.links]
    return _lines("erDiagram", [*blocks, *links])


def short_model_text(spec: Spec) -> str:
    """Return that of a spec without the line break; nothing where it is too long to be drawn.

    What is too long for certain is not made: a project with so many routes has it looked for in
    the spec before a change, and in the one after.
    """
    resources = [route.fields for route in spec.routes if route.fields]
    columns = sum(field.is_column for fields in resources for field in fields)
    if len(resources) * _LEAST_TABLE + columns * _LEAST_COLUMN > LONGEST:
        return ""
    text = model_text(model_of(spec)).removesuffix("\n")
    return text if len(text) <= LONGEST else ""


def urls_text(name: str, groups: tuple[Group, ...]) -> str:
    """Return a ``flowchart`` of the URLs below a project's name, which ends with a line break."""
    urls = [url for group in groups for url in group.urls]
    nodes = {url.path: f"u{number}" for number, url in enumerate(urls, start=1)}
    lines = [f'u0["{name}"]']
    for url in urls:
        lines.append(f"{nodes.get(url.parent, 'u0')} --> {nodes[url.path]}[{_label(url)}]")
    return _lines("flowchart LR", lines)


def _lines(head: str, lines: list[str]) -> str:
    return "".join(f"{line}\n" for line in [head, *(f"{_STEP}{line}" for line in lines)])


def _table(table: Table) -> list[str]:
    columns = [f"{_STEP}{_column(column, table)}" for column in table.columns]
    return [f'"{table.name}" {{', *columns, "}"]


def _column(column: Column, table: Table) -> str:
    notes = [word for word in ("required", "private") if getattr(column, word)]
    notes += [rule_note(key) for key in table.rules if key.columns[0] == column.name]
    name = column.name
    if name in _KEYS:  # Mermaid would take it for a mark, in upper case or not
        name = f"{name}_"
        notes.append(f"called {column.name}")
    words = [column.type, name, ", ".join(column.keys), f'"{", ".join(notes)}"' if notes else ""]
    return " ".join(filter(None, words))


def _link(link: Link) -> str:
    one = "|o" if link.optional else "||"
    many = "o|" if link.single else "o{"
    return f'"{link.parent}" {one}--{many} "{link.child}" : "{link.label}"'


def _label(url: Url) -> str:
    path = url.path.replace("<", "#lt;").replace(">", "#gt;")
    return f'"{path}<br/>{" ".join(url.methods)}"'
