"""Add a blueprint to a list that a loop registers, or remove it."""

import ast

from ant.python_source.imports import Imported
from ant.python_source.scopes import is_bound, visible_name
from ant.python_source.source import Source
from ant.reconcile.blueprints.similar import (
    Element,
    Named,
    element_like,
    listed_elements,
    named,
    peers_of,
    route_of,
    with_element,
    without_element,
)
from ant.reconcile.editing.edit import Unproved
from ant.reconcile.editing.import_edit import add_import
from ant.reconcile.refusal import EditRefused
from ant.reconcile.renaming.local_names import is_free


def with_listed(source: Source, rendered: Source, target: Imported) -> Source | None:
    """Add a blueprint to the list that those of other routes are in, and import it.

    None where they are in no list that has to be met. Raises ``EditRefused`` or ``Unproved``.
    """
    peers = named(source, peers_of(rendered) - {target})
    last = _last(source, peers)
    if last is None:
        return None
    new = Named(target.name or "", route_of(target))
    if visible_name(source, last.location, target, eager=True) != new.variable:
        if not is_free(source, last.location, new.variable):
            raise EditRefused(f"'{new.variable}' already means something else", new.variable)
        source = add_import(source, rendered, target, last.location.path)
        last = _last(source, peers) or last
    if not is_bound(source, last.location, new.variable, target, eager=True):
        raise EditRefused(f"'{new.variable}' would not be imported there", new.variable)
    text = _text(source, last, peers, new)
    try:
        return with_element(source, last, text)
    except Unproved:
        raise EditRefused("no edit of the list is safe", text) from None


def without_listed(source: Source, target: Imported) -> Source:
    """Take a blueprint out of the list that it is in, if it is in one; raise ``EditRefused``."""
    variables = [blueprint.variable for blueprint in named(source, {target})]
    elements = listed_elements(source, {*variables}, of_all_loops=True)
    if len(elements) > 1:
        raise EditRefused("it is in more than one list", variables[0])
    if not elements:
        return source
    try:
        return without_element(source, elements[0])
    except Unproved:
        raise EditRefused("no edit of the list is safe", variables[0]) from None


def _last(source: Source, peers: list[Named]) -> Element | None:
    elements = listed_elements(source, {blueprint.variable for blueprint in peers})
    if len({id(element.literal) for element in elements}) > 1:
        raise EditRefused("the blueprints are in more than one list")
    return elements[-1] if elements else None


def _text(source: Source, last: Element, peers: list[Named], new: Named) -> str:
    """The element of a list for a blueprint; raise ``EditRefused`` where the elements differ."""
    names = {blueprint.variable: blueprint for blueprint in peers}
    texts = set()
    for node in last.literal.elts:
        first = node.elts[0] if isinstance(node, ast.Tuple) and node.elts else node
        if isinstance(first, ast.Name) and first.id in names:
            texts.add(element_like(source, node, names[first.id], new))
    text = texts.pop()
    if texts or text is None:
        line = last.literal.elts[last.number].lineno
        raise EditRefused(f"it is not clear what goes with it, beside line {line}", new.variable)
    return text
