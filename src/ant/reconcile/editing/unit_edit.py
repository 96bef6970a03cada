"""Add, remove or replace one unit in an edited file."""

import ast

from ant.python_source.imports import Imported, imports_of
from ant.python_source.scopes import is_used, renamed
from ant.python_source.source import (
    Definition,
    Place,
    Source,
    after_last_line,
    comments_in,
    first_line,
)
from ant.reconcile.blueprints.alongside import registered_blueprint
from ant.reconcile.blueprints.lists import with_listed, without_listed
from ant.reconcile.blueprints.registrations import (
    is_registered,
    place_of_registration,
    registration_place,
)
from ant.reconcile.blueprints.similar import peers_of
from ant.reconcile.editing.class_decorators import decorator_here, with_decorator
from ant.reconcile.editing.definitions import (
    attribute_place,
    definition_place,
    is_defined,
    place_of_definition,
    scope_of,
)
from ant.reconcile.editing.done_by_hand import is_done_by_hand
from ant.reconcile.editing.edit import insert, remove, replace
from ant.reconcile.editing.import_edit import with_imports
from ant.reconcile.editing.model_imports import (
    called_model,
    is_imported,
    model_place,
    model_statement,
    place_of_model,
)
from ant.reconcile.editing.view_decorators import differ_in_decorators_alone, with_decorators
from ant.reconcile.refusal import NoPlace
from ant.reconcile.renaming.local_names import checked_names, names_at
from ant.reconcile.semantic_diff import Unit


def add_unit(source: Source, rendered: Source, unit: Unit) -> Source:
    """Add a unit and its imports, unless it is there; raise ``NoPlace`` or ``Unproved``."""
    if _is_there(source, rendered, unit):
        return source
    if registered_blueprint(unit.node) is not None:
        listed = with_listed(source, rendered, _blueprint(rendered, unit))
        if listed is not None:
            return listed
    place, text, receiver, gap = _place(source, rendered, unit)
    if text != unit.text and called_model(unit.node):  # an import that needs no other
        return insert(source, place, text)
    complete = with_imports(source, rendered, unit, place, lambda at: _place(at, rendered, unit)[0])
    if complete is not source:
        source = complete
        place, text, receiver, gap = _place(source, rendered, unit)
    names = checked_names(source, place, unit, rendered) | receiver
    return insert(source, place, renamed(text, names), gap)


def remove_unit(source: Source, rendered: Source, unit: Unit) -> Source:
    """Remove a unit, unless it is removed already; raise ``NoPlace`` or ``Unproved``."""
    place = _find(source, rendered, unit)
    if place is None:
        if registered_blueprint(unit.node) is None:
            return source
        return without_listed(source, _blueprint(rendered, unit))
    _refuse_comments(source, place, unit)
    result = remove(source, place)
    if isinstance(unit.node, Definition) and is_used(result, unit.key):
        raise NoPlace(f"{unit.key} is still used here")
    return result


def remove_changed_unit(source: Source, rendered: Source, unit: Unit) -> Source:
    """Remove a unit in its present version, used or not; raise ``NoPlace`` or ``Unproved``."""
    module = called_model(unit.node)
    if _has_name(unit):
        place = place_of_definition(source, unit, None)
    elif module is not None:
        place = place_of_model(source, module, changed=True)
    else:
        wanted = _blueprint(rendered, unit)
        place = place_of_registration(source, wanted, changed=True)
        if place is None:
            return without_listed(source, wanted)
    return source if place is None else remove(source, place)


def replace_unit(source: Source, old: tuple[Source, Unit], new: tuple[Source, Unit]) -> Source:
    """Replace one version of a definition by another; raise ``NoPlace`` or ``Unproved``.

    Parts that a person has changed to the new version already are kept.
    """
    rendered, unit = new
    is_done = _is_done(source, old, new)
    if is_done is None:
        return source
    mine = new if is_done else old
    try:
        place = _find_surely(source, *mine)
    except NoPlace:
        if not differ_in_decorators_alone(old[1], unit):
            raise
        return with_decorators(source, old, new)
    source = with_imports(source, rendered, unit, place, lambda at: _find_surely(at, *mine))
    if is_done:
        return source
    place = _find_surely(source, *old)
    comment = _comment_behind(source, place)
    if not comment:
        _refuse_comments(source, place, old[1], unit)
    names = checked_names(source, place, unit, rendered)
    return replace(source, place, renamed(unit.text, names).rstrip("\n") + comment)


def replace_decorator(source: Source, old: tuple[Source, Unit], new: tuple[Source, Unit]) -> Source:
    """Put one decorator of a class in place of another; raise ``NoPlace`` or ``Unproved``."""
    rendered, unit = new
    way, _ = scope_of(source, unit.scope)
    at = way[0][0]
    inside = Place((), at)
    wanted = renamed(unit.text, names_at(source, inside, unit, rendered))
    if decorator_here(source, at, wanted) is not None:
        return source
    before = renamed(old[1].text, names_at(source, inside, old[1], old[0]))
    here = decorator_here(source, at, before)
    if here is None:
        raise NoPlace(f"{unit.key} is not as it was generated")
    names = checked_names(source, inside, unit, rendered)
    return with_decorator(source, at, here, renamed(unit.text, names))


def _is_done(source: Source, old: tuple[Source, Unit], new: tuple[Source, Unit]) -> bool | None:
    """Whether a definition has its new version, and no definition its old name.

    None if it was written by hand at a place that cannot be determined.
    """
    before, unit = old[1], new[1]
    if not _has_name(unit):
        return False
    try:
        is_there = _find(source, *new) is not None
        is_renamed = before.key != unit.key
        return is_there and not (is_renamed and place_of_definition(source, before, None))
    except NoPlace:
        return None if is_done_by_hand(source, unit) and _has_no_scope(source, unit) else False


def _has_no_scope(source: Source, unit: Unit) -> bool:
    try:
        scope_of(source, unit.scope)
    except NoPlace:
        return True
    return False


def _find_surely(source: Source, rendered: Source, unit: Unit) -> Place:
    place = _find(source, rendered, unit)
    if place is None:
        raise NoPlace(f"{unit.key.strip()} is gone")
    return place


def _is_there(source: Source, rendered: Source, unit: Unit) -> bool:
    node = unit.node
    if _has_name(unit):
        try:
            return is_defined(source, unit, _text_here(source, rendered, unit))
        except NoPlace:
            if is_done_by_hand(source, unit):
                return True
            raise
    module = called_model(node)
    if module is not None:
        return is_imported(source, module)
    wanted = _blueprint(rendered, unit)
    return is_registered(source, wanted, peers_of(rendered) - {wanted})


def _place(source: Source, rendered: Source, unit: Unit) -> tuple[Place, str, dict[str, str], int]:
    """The position of a unit, its text, the name of the application there, and blank lines."""
    node = unit.node
    if isinstance(node, Definition):
        return definition_place(source, unit), unit.text, {}, 2 if unit.scope is None else 1
    if unit.is_attribute:
        place, gap = attribute_place(source, unit)
        return place, unit.text, {}, gap
    if called_model(node) is not None:
        return *model_place(source, unit.text), {}, 0
    wanted = _blueprint(rendered, unit)
    place, receiver, text = registration_place(source, rendered, wanted)
    return place, text or unit.text, {} if text else {"app": receiver}, 0


def _find(source: Source, rendered: Source, unit: Unit) -> Place | None:
    node = unit.node
    if _has_name(unit):
        return place_of_definition(source, unit, _text_here(source, rendered, unit))
    module = called_model(node)
    if module is not None:
        return place_of_model(source, module)
    wanted = _blueprint(rendered, unit)
    return place_of_registration(source, wanted, peers_of(rendered) - {wanted})


def _text_here(source: Source, rendered: Source, unit: Unit) -> str:
    """A definition in the names that the file has for what it uses."""
    try:
        way, block = scope_of(source, unit.scope)
    except NoPlace:
        return unit.text
    return renamed(unit.text, names_at(source, Place(way, len(block)), unit, rendered))


def _blueprint(rendered: Source, unit: Unit) -> Imported:
    """What a registration registers; raise ``NoPlace`` for a statement of another kind."""
    name = registered_blueprint(unit.node)
    for wanted, local in imports_of(rendered.tree.body).items():
        if local == name:
            return wanted
    raise NoPlace("there is no rule for where this statement belongs")


def _has_name(unit: Unit) -> bool:
    return unit.is_attribute or isinstance(unit.node, Definition)


def _comment_behind(source: Source, place: Place) -> str:
    """The comment behind a variable of a module, on its line; it is kept."""
    node = source.block(place.way)[place.position]
    is_one_line = first_line(node) + 1 == after_last_line(node)
    if place.way or not is_one_line or not isinstance(node, ast.Assign):
        return ""
    line = source.lines[first_line(node)].rstrip("\r\n").encode()
    behind = line[node.end_col_offset :].decode()
    return behind if behind.lstrip(" \t").startswith("#") else ""


def _refuse_comments(source: Source, place: Place, *units: Unit) -> None:
    """Raise ``NoPlace`` where somebody has written comments into what is to go."""
    node = source.block(place.way)[place.position]
    here = comments_in(source.lines[first_line(node) : after_last_line(node)])
    texts = [text for unit in units for text in (unit.text, model_statement(unit.text))]
    ours = {comment for text in texts for comment in comments_in([*text.splitlines(True)]) or ()}
    if here is None or not {*here} <= ours:
        raise NoPlace("somebody has written a comment there")
