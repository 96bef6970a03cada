"""Add, remove or replace one unit in an edited file."""

import ast

from ant.python_source.imports import Imported, imports_of
from ant.python_source.scopes import is_used, renamed
from ant.python_source.source import (
    Definition,
    Source,
    SourceLocation,
    after_last_line,
    comments_in,
    first_line,
)
from ant.reconcile.blueprints.alongside import registered_blueprint
from ant.reconcile.blueprints.lists import with_listed, without_listed
from ant.reconcile.blueprints.registrations import (
    find_registration,
    is_registered,
    location_for_registration,
)
from ant.reconcile.blueprints.similar import peers_of
from ant.reconcile.editing.class_decorators import find_decorator, with_decorator
from ant.reconcile.editing.definitions import (
    find_definition,
    is_defined,
    location_for_attribute,
    location_for_definition,
    scope_of,
)
from ant.reconcile.editing.done_by_hand import is_done_by_hand
from ant.reconcile.editing.edit import insert, remove, replace
from ant.reconcile.editing.import_edit import with_imports
from ant.reconcile.editing.model_imports import (
    called_model,
    find_model_import,
    is_imported,
    location_for_model_import,
    model_statement,
)
from ant.reconcile.editing.view_decorators import differ_in_decorators_alone, with_decorators
from ant.reconcile.refusal import EditRefused
from ant.reconcile.renaming.local_names import checked_names, names_at
from ant.reconcile.semantic_diff import Unit


def add_unit(source: Source, rendered: Source, unit: Unit) -> Source:
    """Add a unit and its imports, unless it is there; raise ``EditRefused`` or ``Unproved``."""
    if _is_there(source, rendered, unit):
        return source
    if registered_blueprint(unit.node) is not None:
        listed = with_listed(source, rendered, _blueprint(rendered, unit))
        if listed is not None:
            return listed
    location, text, receiver, gap = _location(source, rendered, unit)
    if text != unit.text and called_model(unit.node):  # an import that needs no other
        return insert(source, location, text)
    complete = with_imports(source, rendered, unit, lambda at: _location(at, rendered, unit)[0])
    if complete is not source:
        source = complete
        location, text, receiver, gap = _location(source, rendered, unit)
    names = checked_names(source, location, unit, rendered) | receiver
    return insert(source, location, renamed(text, names), gap)


def remove_unit(source: Source, rendered: Source, unit: Unit) -> Source:
    """Remove a unit, unless it is removed already; raise ``EditRefused`` or ``Unproved``."""
    location = _find(source, rendered, unit)
    if location is None:
        if registered_blueprint(unit.node) is None:
            return source
        return without_listed(source, _blueprint(rendered, unit))
    _refuse_comments(source, location, unit)
    result = remove(source, location)
    if isinstance(unit.node, Definition) and is_used(result, unit.key):
        raise EditRefused(f"{unit.key} is still used here")
    return result


def remove_changed_unit(source: Source, rendered: Source, unit: Unit) -> Source:
    """Remove a unit in its present version, used or not; raise ``EditRefused`` or ``Unproved``."""
    module = called_model(unit.node)
    if _has_name(unit):
        location = find_definition(source, unit, None)
    elif module is not None:
        location = find_model_import(source, module, changed=True)
    else:
        target = _blueprint(rendered, unit)
        location = find_registration(source, target, changed=True)
        if location is None:
            return without_listed(source, target)
    return source if location is None else remove(source, location)


def replace_unit(source: Source, old: tuple[Source, Unit], new: tuple[Source, Unit]) -> Source:
    """Replace one version of a definition by another; raise ``EditRefused`` or ``Unproved``.

    Parts that a person has changed to the new version already are kept.
    """
    rendered, unit = new
    is_done = _is_done(source, old, new)
    if is_done is None:
        return source
    present = new if is_done else old
    try:
        location = _find_surely(source, *present)
    except EditRefused:
        if not differ_in_decorators_alone(old[1], unit):
            raise
        return with_decorators(source, old, new)
    source = with_imports(source, rendered, unit, lambda at: _find_surely(at, *present))
    if is_done:
        return source
    location = _find_surely(source, *old)
    comment = _comment_behind(source, location)
    if not comment:
        _refuse_comments(source, location, old[1], unit)
    names = checked_names(source, location, unit, rendered)
    return replace(source, location, renamed(unit.text, names).rstrip("\n") + comment)


def replace_decorator(source: Source, old: tuple[Source, Unit], new: tuple[Source, Unit]) -> Source:
    """Put one decorator of a class in place of another; raise ``EditRefused`` or ``Unproved``."""
    rendered, unit = new
    path, _ = scope_of(source, unit.scope)
    at = path[0][0]
    inside = SourceLocation((), at)
    target = renamed(unit.text, names_at(source, inside, unit, rendered))
    if find_decorator(source, at, target) is not None:
        return source
    before = renamed(old[1].text, names_at(source, inside, old[1], old[0]))
    number = find_decorator(source, at, before)
    if number is None:
        raise EditRefused(f"{unit.key} is not as it was generated")
    names = checked_names(source, inside, unit, rendered)
    return with_decorator(source, at, number, renamed(unit.text, names))


def _is_done(source: Source, old: tuple[Source, Unit], new: tuple[Source, Unit]) -> bool | None:
    """Whether a definition has its new version, and no definition its old name.

    None if it was written by hand at a location that cannot be determined.
    """
    before, unit = old[1], new[1]
    if not _has_name(unit):
        return False
    try:
        is_there = _find(source, *new) is not None
        is_renamed = before.key != unit.key
        return is_there and not (is_renamed and find_definition(source, before, None))
    except EditRefused:
        return None if is_done_by_hand(source, unit) and _has_no_scope(source, unit) else False


def _has_no_scope(source: Source, unit: Unit) -> bool:
    try:
        scope_of(source, unit.scope)
    except EditRefused:
        return True
    return False


def _find_surely(source: Source, rendered: Source, unit: Unit) -> SourceLocation:
    location = _find(source, rendered, unit)
    if location is None:
        raise EditRefused(f"{unit.key.strip()} is gone")
    return location


def _is_there(source: Source, rendered: Source, unit: Unit) -> bool:
    node = unit.node
    if _has_name(unit):
        try:
            return is_defined(source, unit, _text_here(source, rendered, unit))
        except EditRefused:
            if is_done_by_hand(source, unit):
                return True
            raise
    module = called_model(node)
    if module is not None:
        return is_imported(source, module)
    target = _blueprint(rendered, unit)
    return is_registered(source, target, peers_of(rendered) - {target})


def _location(
    source: Source, rendered: Source, unit: Unit
) -> tuple[SourceLocation, str, dict[str, str], int]:
    """The position of a unit, its text, the name of the application there, and blank lines."""
    node = unit.node
    if isinstance(node, Definition):
        return location_for_definition(source, unit), unit.text, {}, 2 if unit.scope is None else 1
    if unit.is_attribute:
        location, gap = location_for_attribute(source, unit)
        return location, unit.text, {}, gap
    if called_model(node) is not None:
        return *location_for_model_import(source, unit.text), {}, 0
    target = _blueprint(rendered, unit)
    location, receiver, text = location_for_registration(source, rendered, target)
    return location, text or unit.text, {} if text else {"app": receiver}, 0


def _find(source: Source, rendered: Source, unit: Unit) -> SourceLocation | None:
    node = unit.node
    if _has_name(unit):
        return find_definition(source, unit, _text_here(source, rendered, unit))
    module = called_model(node)
    if module is not None:
        return find_model_import(source, module)
    target = _blueprint(rendered, unit)
    return find_registration(source, target, peers_of(rendered) - {target})


def _text_here(source: Source, rendered: Source, unit: Unit) -> str:
    """A definition in the names that the file has for what it uses."""
    try:
        path, block = scope_of(source, unit.scope)
    except EditRefused:
        return unit.text
    return renamed(unit.text, names_at(source, SourceLocation(path, len(block)), unit, rendered))


def _blueprint(rendered: Source, unit: Unit) -> Imported:
    """What a registration registers; raise ``EditRefused`` for a statement of another kind."""
    name = registered_blueprint(unit.node)
    for target, local in imports_of(rendered.tree.body).items():
        if local == name:
            return target
    raise EditRefused("there is no rule for where this statement belongs")


def _has_name(unit: Unit) -> bool:
    return unit.is_attribute or isinstance(unit.node, Definition)


def _comment_behind(source: Source, location: SourceLocation) -> str:
    """The comment behind a variable of a module, on its line; it is kept."""
    node = source.statement(location)
    is_one_line = first_line(node) + 1 == after_last_line(node)
    if location.path or not is_one_line or not isinstance(node, ast.Assign):
        return ""
    line = source.lines[first_line(node)].rstrip("\r\n").encode()
    behind = line[node.end_col_offset :].decode()
    return behind if behind.lstrip(" \t").startswith("#") else ""


def _refuse_comments(source: Source, location: SourceLocation, *units: Unit) -> None:
    """Raise ``EditRefused`` where somebody has written comments into what is removed."""
    node = source.statement(location)
    comments = comments_in(source.lines[first_line(node) : after_last_line(node)])
    texts = [text for unit in units for text in (unit.text, model_statement(unit.text))]
    generated = {
        comment for text in texts for comment in comments_in([*text.splitlines(True)]) or ()
    }
    if comments is None or not {*comments} <= generated:
        raise EditRefused("somebody has written a comment there")
