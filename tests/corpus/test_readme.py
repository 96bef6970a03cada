"""How people rearrange a README, and what becomes of the picture in it as the project grows."""

import pytest

from ant.artifacts.paths import README
from ant.artifacts.project import render_project
from ant.artifacts.shared import PERMANENT
from ant.core.spec import Spec
from ant.rendering.migrations.migration import VERSIONS
from ant.rendering.pictures.draw import mermaid_of
from corpus.edits import Edit, Files, swap, without
from corpus.growth import grown as grown_with_migrations
from support.pictured import LIBRARY, spec_of

BASE = spec_of(LIBRARY)
NEW = {
    "a route with fields": spec_of(LIBRARY | {"shelves": {"label": "string:required"}}),
    "one field more": spec_of(LIBRARY | {"authors": {"name": "string", "born": "date"}}),
    "a route less": spec_of({route: LIBRARY[route] for route in ("books", "authors")}),
    "a stub": spec_of(LIBRARY, health={}),
}
BLOCK = f"```mermaid\n{mermaid_of(BASE, 'model')}```\n"
FOLLOWED: dict[str, list[Edit]] = {
    "untouched": [],
    "another title": [swap(README, "# shop\n", "# The shop\n\n![logo](logo.png)\n")],
    "other sections": [
        swap(README, "## The layers", "## Mine\n\n```mermaid\nerDiagram\n```\n\n## Layers"),
        swap(README, "## Settings", "# Settings"),
    ],
    "other words around the picture": [
        swap(README, "## The data model\n", "### Tables\n\nOf ours:\n"),
        swap(README, "`ant graph` draws it", "It is drawn"),
    ],
    "the picture alone": [lambda files: files.update({README: BLOCK.encode()})],
    "the picture elsewhere": [swap(README, BLOCK, ""), swap(README, "# shop\n", f"# x\n\n{BLOCK}")],
}
LEFT_ALONE: dict[str, list[Edit]] = {
    "a picture with another table": [swap(README, "erDiagram\n", "erDiagram\n    mine\n")],
    "no picture": [swap(README, BLOCK, "")],
    "the picture twice": [swap(README, BLOCK, BLOCK * 2)],
    "CRLF": [lambda files: files.update({README: files[README].replace(b"\n", b"\r\n")})],
    "an indented picture": [swap(README, BLOCK, BLOCK.replace("    ", "\t"))],
    "empty": [lambda files: files.update({README: b""})],
    "no UTF-8": [lambda files: files.update({README: b"\xff\xfe mine"})],
}  # fmt: skip


def grown(files: Files, old: Spec, new: Spec) -> Files:
    """The files after the step from one spec to another, but for its migration."""
    after = grown_with_migrations(files, old, new)
    return {path: after[path] for path in after if not path.startswith(f"{VERSIONS}/")}


def edited(edits: list[Edit]) -> Files:
    files = render_project(BASE)
    for edit in edits:
        edit(files)
    return files


@pytest.mark.parametrize("name", FOLLOWED)
@pytest.mark.parametrize("growth", NEW)
def test_the_picture_follows_where_it_stands_as_it_was_generated(name: str, growth: str) -> None:
    files, new = edited(FOLLOWED[name]), NEW[growth]
    after = grown(files, BASE, new)
    shown = f"```mermaid\n{mermaid_of(new, 'model')}```\n"
    assert after[README].decode() == files[README].decode().replace(BLOCK, shown)
    assert grown(after, new, BASE)[README] == files[README]


@pytest.mark.parametrize("name", LEFT_ALONE)
@pytest.mark.parametrize("growth", NEW)
def test_a_readme_that_has_no_such_picture_is_left_alone_and_nothing_is_refused(
    name: str, growth: str
) -> None:
    files, new = edited(LEFT_ALONE[name]), NEW[growth]
    after = grown(files, BASE, new)
    assert after[README] == files[README]
    assert {p for p in after if after[p] != files.get(p)} == changed_files(new) - {README}
    assert grown(after, new, BASE) == files


def changed_files(new: Spec) -> set[str]:
    old, fresh = render_project(BASE), render_project(new)
    return {path for path in fresh if fresh[path] != old.get(path)}


def test_a_readme_that_its_owner_deleted_stays_deleted() -> None:
    files = edited([without(README)])
    for new in NEW.values():
        assert README not in grown(files, BASE, new)


def test_the_first_route_with_fields_brings_the_picture_and_the_last_takes_it_along() -> None:
    stubs = spec_of({}, health={})
    for change in (b"# shop", b"# My shop"):
        files = render_project(stubs)
        files[README] = files[README].replace(b"# shop", change)
        after = grown(files, stubs, BASE)
        assert after[README] == render_project(BASE)[README].replace(b"# shop", change)
        stays = {path: after[path] for path in PERMANENT}
        assert grown(after, BASE, stubs) == {**files, **stays}
