"""Views whose guards differ from the spec after a merge of two branches."""

from collections.abc import Iterator

from ant.artifacts.camel_case import REPLACEMENTS, is_camel_case
from ant.artifacts.named_tables import MODULE, NAMED, uses_tables
from ant.artifacts.paths import MANIFEST, OWNERSHIP, REFERENCES, RELATED_ROWS, path_of
from ant.artifacts.shared import uses_references
from ant.core.access.guards import with_guards
from ant.core.access.preconditions import with_preconditions
from ant.core.deletion import keeps_rows, with_kept_references
from ant.core.errors import Problem
from ant.core.json_keys import uses_camel
from ant.core.planning.messages import Text
from ant.core.planning.requests import Upgrade
from ant.core.relations import all_collections
from ant.core.spec import Spec
from ant.core.text.words import quoted_path
from ant.core.tree import Tree
from ant.core.url_prefix import with_prefix
from ant.rendering.guards import DECORATORS, decorators_of_views

_KEEPING = b"from repositories.kept_rows import"


def find_stale_views(texts: Tree, spec: Spec) -> dict[str, Problem]:
    """Return problems about files whose views were generated with other guards, by their paths.

    One branch may have changed the guard of the project, or of a route whose rows another shows, or
    the ``prefix``, ``json``, ``if_match`` or ``idempotency`` of the project, or a ``table``, while
    the other added a route: git merges the two without a conflict. ``texts`` are the pristine texts
    of the files.
    """
    return {
        path: Problem(
            f"{quoted_path(path)} was generated with other guards, owners, 'prefix', 'json',"
            f" 'if_match', 'idempotency', 'delete' or 'table' than {MANIFEST} says now, as where a"
            " merge has brought two branches together.",
            hint=Text("Run: ", Upgrade()),
        )
        for path in _stale(texts, spec)
    }


def _stale(texts: Tree, spec: Spec) -> Iterator[str]:
    guarded = with_kept_references(with_preconditions(with_guards(spec)))
    routes = with_prefix(guarded).routes
    collections = all_collections(routes)
    for route in routes:
        path = path_of(route.names.route_module)
        text = texts.get(path, b"")
        current = _decorators(text)
        expected = decorators_of_views(route, collections.get(route.names.text, ()))
        is_other = b"url_prefix=" in text and f'url_prefix="{route.url}"'.encode() not in text
        is_idempotent = b"\n@idempotent\n" in text
        is_other |= b"if_match(" in text and is_idempotent != bool(route.idempotency)
        is_other |= b"if_match(" in text and (b"required=True)" in text) != bool(route.if_match)
        if is_other or any(current.get(view, lines) != lines for view, lines in expected.items()):
            yield path
        repository = path_of(route.names.repository_module)
        is_keeping = bool(route.delete or route.keeps_references)
        if repository in texts and is_keeping != (_KEEPING in texts[repository]):
            yield repository
    is_owned, ownership = any(route.owners for route in routes), texts.get(OWNERSHIP, b"")
    is_other = is_owned and b"def unscoped" not in ownership
    if is_other or (keeps_rows(spec) and b"living" not in ownership):
        yield OWNERSHIP  # one branch had no such rows left, and has taken it out
    if uses_references(spec) and REFERENCES in texts and RELATED_ROWS not in texts:
        yield RELATED_ROWS  # one branch had no references left, and has taken it out
    for path in REPLACEMENTS.keys() & texts.keys():
        if is_camel_case(path, texts[path]) != uses_camel(spec):
            yield path
    for path in NAMED.keys() & texts.keys():
        if (MODULE in texts[path]) != uses_tables(spec):
            yield path


def _decorators(text: bytes) -> dict[str, list[str]]:
    """The guards above each function of a text that was generated."""
    found: dict[str, list[str]] = {}
    above: list[str] = []
    for line in text.decode().splitlines():
        if line.startswith("@") and line[1:].partition("(")[0] in DECORATORS:
            above.append(line)
        elif line.startswith("def "):
            found[line.removeprefix("def ").partition("(")[0]] = above
            above = []
    return found
